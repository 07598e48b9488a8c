package com.openagents.sync.api.reasoning;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.PersonalText;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public sealed interface ReasoningEvent extends DomainEvent {
  UUID agentId();

  record StepRecorded(
    UUID id,
    UUID agentId,
    UUID orgId,
    @PersonalText String thought,
    @PersonalText String action,
    @PersonalText @Nullable String observation
  ) implements ReasoningEvent {}

  record StepObserved(
    UUID id,
    UUID agentId,
    UUID orgId,
    @PersonalText String observation
  ) implements ReasoningEvent {}
}
