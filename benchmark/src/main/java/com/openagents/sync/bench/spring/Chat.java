package com.openagents.sync.bench.spring;

import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.jspecify.annotations.Nullable;

/** The aggregate. */
final class Chat {

  @AggregateIdentifier
  private @Nullable String id;

  /** For Axon. */
  Chat() {}

  @CommandHandler
  Chat(Post command) {
    AggregateLifecycle.apply(new Posted(command.id(), command.agentId(), command.content()));
  }

  @EventSourcingHandler
  void on(Posted event) {
    id = event.id();
  }

  @Override
  public String toString() {
    return "Chat " + id;
  }
}
