package com.openagents.sync.api.agent;

import com.openagents.sync.api.DomainEvent;
import java.util.UUID;

public sealed interface AgentEvent extends DomainEvent {
  record AgentCreated(UUID id, UUID orgId, String name) implements AgentEvent {}

  record AgentRenamed(UUID id, UUID orgId, String name) implements AgentEvent {}

  record AgentRetired(UUID id, UUID orgId) implements AgentEvent {}
}
