package com.openagents.sync.api.codechange;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.PersonalText;
import java.util.List;
import java.util.UUID;

public sealed interface CodeChangeEvent extends DomainEvent {
  UUID agentId();

  /**
   * @param baseRevision what the diff applies to, such as a commit
   * @param diff unified
   */
  record ChangeProposed(
    UUID id,
    UUID agentId,
    UUID orgId,
    @PersonalText String title,
    @PersonalText String baseRevision,
    @PersonalText String diff,
    @PersonalText List<ChangedFile> files
  ) implements CodeChangeEvent {}

  record ChangeAccepted(UUID id, UUID agentId, UUID orgId) implements CodeChangeEvent {}

  record ChangeRejected(
    UUID id,
    UUID agentId,
    UUID orgId,
    @PersonalText String reason
  ) implements CodeChangeEvent {}

  record ChangeApplied(UUID id, UUID agentId, UUID orgId) implements CodeChangeEvent {}

  record ChangeReverted(
    UUID id,
    UUID agentId,
    UUID orgId,
    @PersonalText String reason
  ) implements CodeChangeEvent {}
}
