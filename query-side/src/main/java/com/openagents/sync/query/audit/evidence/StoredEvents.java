package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.platform.database.BinaryTransfer;
import com.openagents.sync.platform.evidence.Chain;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The event store, read through one connection in one snapshot. */
final class StoredEvents {

  private static final int ROWS_PER_FETCH = 500;

  /** Takes rows one by one. */
  interface Sink {
    /** @return whether to go on */
    boolean take(StoredRow row) throws SQLException;
  }

  private final Connection connection;

  StoredEvents(Connection connection) {
    this.connection = connection;
  }

  /** In the order of the index, however many there are. */
  void each(long after, long until, Sink sink) throws SQLException {
    String sql =
      "SELECT " +
      StoredRow.COLUMNS +
      " FROM event_store.domain_events WHERE global_index > ? AND global_index <= ? ORDER BY global_index";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      BinaryTransfer.of(statement);
      statement.setFetchSize(ROWS_PER_FETCH);
      statement.setLong(1, after);
      statement.setLong(2, until);
      try (ResultSet rows = statement.executeQuery()) {
        boolean more = true;
        while (more && rows.next()) {
          more = sink.take(StoredRow.of(rows));
        }
      }
    }
  }

  Optional<StoredRow> at(long index) throws SQLException {
    List<StoredRow> found = new ArrayList<>(1);
    each(index - 1, index, row -> {
      found.add(row);
      return false;
    });
    return found.stream().findFirst();
  }

  /** What the event behind this index must follow. */
  Place before(long index) throws SQLException {
    String sql =
      "SELECT global_index, hash FROM event_store.domain_events WHERE global_index <= ?" +
      " ORDER BY global_index DESC LIMIT 1";
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, index);
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next() ? new Place(rows.getLong(1), rows.getBytes(2)) : Place.BEGINNING;
      }
    }
  }

  Optional<Long> indexOf(UUID eventId) throws SQLException {
    return number("SELECT min(global_index) FROM event_store.domain_events WHERE event_id = ?", eventId);
  }

  /** A number that a query finds, unless it finds none. */
  Optional<Long> number(String sql, Object... parameters) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int number = 0; number < parameters.length; number++) {
        statement.setObject(number + 1, parameters[number]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        @Nullable
        Long found = rows.next() ? rows.getObject(1, Long.class) : null;
        return Optional.ofNullable(found);
      }
    }
  }

  Connection connection() {
    return connection;
  }

  /** Where the chain stands after an event. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
  record Place(long index, byte[] hash) {
    static final Place BEGINNING = new Place(0, Chain.beginning());
  }
}
