package com.openagents.sync.api.agent;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.PersonalText;
import java.util.UUID;

public sealed interface AgentEvent extends DomainEvent {
  record AgentCreated(UUID id, UUID orgId, @PersonalText String name) implements AgentEvent {}

  record AgentRenamed(UUID id, UUID orgId, @PersonalText String name) implements AgentEvent {}

  record AgentRetired(UUID id, UUID orgId) implements AgentEvent {}
}
