package com.openagents.sync.api.audit;

import com.openagents.sync.api.sync.SyncAction;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /audit/export}: one line for each domain event of a scope.
 *
 * @param unreadable why its changes can't be told
 */
public record ExportedEvent(
  long index,
  UUID eventId,
  String type,
  Instant time,
  @Nullable String actor,
  @Nullable ActorKind actorKind,
  @Nullable String mutationId,
  @Nullable String correlationId,
  @Nullable String causationId,
  UUID aggregateId,
  List<ExportedChange> changes,
  @Nullable String unreadable
) {
  /** @param data the whole row for insert, the changed columns for update, null for delete */
  public record ExportedChange(String model, UUID id, SyncAction action, @Nullable Object data) {}
}
