package com.openagents.sync.api.reasoning;

import com.openagents.sync.api.DomainEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public sealed interface ReasoningEvent extends DomainEvent {
  UUID agentId();

  record StepRecorded(
    UUID id,
    UUID agentId,
    UUID orgId,
    String thought,
    String action,
    @Nullable String observation
  ) implements ReasoningEvent {}

  record StepObserved(UUID id, UUID agentId, UUID orgId, String observation) implements ReasoningEvent {}
}
