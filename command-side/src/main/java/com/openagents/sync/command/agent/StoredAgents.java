package com.openagents.sync.command.agent;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.openagents.sync.api.agent.AgentEvent;
import com.openagents.sync.api.agent.AgentEvent.AgentCreated;
import com.openagents.sync.api.agent.AgentEvent.AgentRenamed;
import com.openagents.sync.api.agent.AgentEvent.AgentRetired;
import com.openagents.sync.command.access.AgentDirectory;
import com.openagents.sync.command.eventstore.Premises;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Agents as their events tell, for features that concern one. They are remembered, and what a decision took from here
 * is its premise: it is stored only if the agent is still the same, whichever node changed it.
 */
@Component
class StoredAgents implements AgentDirectory {

  private static final int REMEMBERED_AGENTS_MAX = 10_000;

  private record Known(Entry entry, long nextSequenceNumber) {}

  private final EventStore events;
  private final Cache<UUID, Known> remembered = Caffeine.newBuilder()
    .maximumSize(REMEMBERED_AGENTS_MAX)
    .build();

  StoredAgents(EventStore events) {
    this.events = events;
  }

  @Override
  public Optional<Entry> find(UUID agentId) {
    Known known = remembered.getIfPresent(agentId);
    if (known == null) {
      known = read(agentId);
      if (known == null) {
        return Optional.empty();
      }
      remembered.put(agentId, known);
    }
    Premises.add(agentId, known.nextSequenceNumber(), () -> remembered.invalidate(agentId));
    return Optional.of(known.entry());
  }

  private @Nullable Known read(UUID agentId) {
    DomainEventStream stream = events.readEvents(agentId.toString());
    Known known = null;
    while (stream.hasNext()) {
      DomainEventMessage<?> message = stream.next();
      if (message.getPayload() instanceof AgentEvent event) {
        known = new Known(after(event, known), message.getSequenceNumber() + 1);
      }
    }
    return known;
  }

  private static Entry after(AgentEvent event, @Nullable Known before) {
    return switch (event) {
      case AgentCreated created -> new Entry(created.orgId(), false);
      case AgentRenamed renamed -> new Entry(renamed.orgId(), before != null && before.entry().retired());
      case AgentRetired retired -> new Entry(retired.orgId(), true);
    };
  }
}
