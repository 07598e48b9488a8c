package com.openagents.sync.query.audit.evidence;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;

/**
 * What the sync log and the mutations remember of events. It proves nothing, since whoever changes events can change it
 * too; it helps to say what happened to them.
 */
final class Witness {

  private final StoredEvents events;
  private final boolean hasLog;

  Witness(StoredEvents events, Projection projection) {
    this.events = events;
    this.hasLog = projection.exists();
  }

  /** The event that stood there when it was projected, unless retention dropped its sync events. */
  Optional<UUID> eventAt(long index) throws SQLException {
    if (!hasLog) {
      return Optional.empty();
    }
    try (
      PreparedStatement statement = events
        .connection()
        .prepareStatement(
          "SELECT event_id FROM sync.sync_events WHERE event_index = ? AND authors IS NULL LIMIT 1"
        )
    ) {
      statement.setLong(1, index);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? Optional.of(rows.getObject(1, UUID.class)) : Optional.empty();
      }
    }
  }

  /** Where an event stood when it was projected. */
  Optional<Long> indexOf(UUID eventId) throws SQLException {
    return hasLog
      ? events.number("SELECT min(event_index) FROM sync.sync_events WHERE event_id = ?", eventId)
      : Optional.empty();
  }

  /** Whether mutations account for all events but this one; then nothing appended it. */
  boolean nobodyAppended(long index) throws SQLException {
    return index > 1 && isOfMutation(index - 1) && !isOfMutation(index);
  }

  private boolean isOfMutation(long index) throws SQLException {
    return events
      .number(
        "SELECT 1::bigint FROM event_store.mutations WHERE ? BETWEEN first_index AND last_index LIMIT 1",
        index
      )
      .isPresent();
  }
}
