package com.openagents.sync.query.audit;

import com.openagents.sync.api.audit.ActorKind;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A mutation that was accepted, as the event store remembers it.
 *
 * @param firstIndex global index of its first event; null if it changed nothing
 */
record StoredMutation(
  @Nullable String command,
  @Nullable String commandId,
  @Nullable String actor,
  @Nullable ActorKind actorKind,
  @Nullable String correlationId,
  @Nullable UUID orgId,
  @Nullable Long firstIndex,
  long lastIndex,
  Instant storedAt
) {
  static final String COLUMNS =
    "command, command_id, actor, actor_kind, correlation_id, org_id, first_index, last_index, created_at";

  static StoredMutation of(ResultSet row) throws SQLException {
    return new StoredMutation(
      row.getString(1),
      row.getString(2),
      row.getString(3),
      Optional.ofNullable(row.getString(4)).flatMap(ActorKind::named).orElse(null),
      row.getString(5),
      row.getObject(6, UUID.class),
      row.getObject(7, Long.class),
      row.getLong(8),
      row.getObject(9, OffsetDateTime.class).toInstant()
    );
  }
}
