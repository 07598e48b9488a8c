package com.openagents.sync.api.codechange;

import com.openagents.sync.api.DomainEvent;
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
    String title,
    String baseRevision,
    String diff,
    List<ChangedFile> files
  ) implements CodeChangeEvent {}

  record ChangeAccepted(UUID id, UUID agentId, UUID orgId) implements CodeChangeEvent {}

  record ChangeRejected(UUID id, UUID agentId, UUID orgId, String reason) implements CodeChangeEvent {}

  record ChangeApplied(UUID id, UUID agentId, UUID orgId) implements CodeChangeEvent {}

  record ChangeReverted(UUID id, UUID agentId, UUID orgId, String reason) implements CodeChangeEvent {}
}
