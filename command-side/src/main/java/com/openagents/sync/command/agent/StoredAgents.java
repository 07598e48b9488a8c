package com.openagents.sync.command.agent;

import com.openagents.sync.api.agent.AgentEvent;
import com.openagents.sync.api.agent.AgentEvent.AgentCreated;
import com.openagents.sync.api.agent.AgentEvent.AgentRenamed;
import com.openagents.sync.api.agent.AgentEvent.AgentRetired;
import com.openagents.sync.command.access.AgentDirectory;
import java.util.Optional;
import java.util.UUID;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Agents as their events tell, for features that concern one. An agent has few events. */
@Component
class StoredAgents implements AgentDirectory {

  private final EventStore events;

  StoredAgents(EventStore events) {
    this.events = events;
  }

  @Override
  public Optional<Entry> find(UUID agentId) {
    DomainEventStream stream = events.readEvents(agentId.toString());
    Entry entry = null;
    while (stream.hasNext()) {
      if (stream.next().getPayload() instanceof AgentEvent event) {
        entry = after(event, entry);
      }
    }
    return Optional.ofNullable(entry);
  }

  private static @Nullable Entry after(AgentEvent event, @Nullable Entry before) {
    return switch (event) {
      case AgentCreated created -> new Entry(created.orgId(), false);
      case AgentRenamed _ -> before;
      case AgentRetired retired -> new Entry(retired.orgId(), true);
    };
  }
}
