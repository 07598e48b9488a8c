package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.platform.evidence.ChainedEvent;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

/** An event with the hash that is stored beside it. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
record StoredRow(ChainedEvent event, byte[] hash) {
  static final String COLUMNS = """
  global_index, event_id, aggregate_type, aggregate_id, sequence_number, org_id, payload_type, payload_revision,
  payload, metadata, created_at, hash
  """;

  static StoredRow of(ResultSet row) throws SQLException {
    int column = 0;
    return new StoredRow(
      new ChainedEvent(
        row.getLong(++column),
        row.getObject(++column, UUID.class),
        row.getString(++column),
        row.getObject(++column, UUID.class),
        row.getLong(++column),
        row.getObject(++column, UUID.class),
        row.getString(++column),
        row.getString(++column),
        row.getBytes(++column),
        row.getBytes(++column),
        row.getObject(++column, OffsetDateTime.class).toInstant()
      ),
      row.getBytes(++column)
    );
  }

  long index() {
    return event.globalIndex();
  }
}
