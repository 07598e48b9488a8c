package com.openagents.sync.api.sync;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One change of one row as one scope sees it; on the wire in snake_case. After Linear's sync action.
 *
 * @param id dense and in commit order over all scopes
 * @param prevId the id before it in its scope, 0 for the scope's first: the proof that nothing is missing
 * @param data the whole row for insert, the changed fields for update, null for delete
 * @param mutationId the mutation that caused it
 * @param eventId the domain event behind it
 * @param createdAt when the domain event happened
 */
public record SyncEvent(
  long id,
  long prevId,
  String scope,
  String model,
  UUID modelId,
  SyncAction action,
  @Nullable Object data,
  String mutationId,
  UUID eventId,
  Instant createdAt
) {}
