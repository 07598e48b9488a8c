package com.openagents.sync.command.eventstore;

import com.openagents.sync.command.eventstore.StoredEvent.Place;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The SQL of an append, each statement for a whole group. */
final class EventTable {

  private static final String TAKEN_PLACES = """
  SELECT aggregate_id, sequence_number
  FROM event_store.domain_events
  JOIN unnest(?::uuid[], ?::bigint[]) AS wanted (aggregate_id, sequence_number)
    USING (aggregate_id, sequence_number)
  """;

  private static final String FIRST_ANSWERS = """
  SELECT mutation_id, fingerprint, answer, last_index
  FROM event_store.mutations
  WHERE mutation_id = ANY (?::text[])
  """;

  private static final String INSERT_EVENTS = """
  INSERT INTO event_store.domain_events
    (global_index, event_id, aggregate_type, aggregate_id, sequence_number, org_id,
     payload_type, payload_revision, payload, metadata, created_at)
  SELECT ? + number, event_id, aggregate_type, aggregate_id, sequence_number, org_id,
     payload_type, payload_revision, payload, metadata, created_at
  FROM unnest(?::uuid[], ?::text[], ?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::bytea[],
              ?::bytea[], ?::timestamptz[])
    WITH ORDINALITY AS event (event_id, aggregate_type, aggregate_id, sequence_number, org_id,
     payload_type, payload_revision, payload, metadata, created_at, number)
  """;

  private static final String INSERT_MUTATIONS = """
  INSERT INTO event_store.mutations (mutation_id, fingerprint, answer, first_index, last_index)
  SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[])
  """;

  private EventTable() {}

  /** Locks the head until the transaction ends: the one order of all command nodes. */
  static long lockHead(Connection connection) throws SQLException {
    try (
      PreparedStatement statement = connection.prepareStatement(
        "SELECT last_index FROM event_store.head FOR UPDATE"
      );
      ResultSet rows = statement.executeQuery()
    ) {
      rows.next();
      return rows.getLong(1);
    }
  }

  static void moveHead(Connection connection, long lastIndex) throws SQLException {
    try (
      PreparedStatement statement = connection.prepareStatement("UPDATE event_store.head SET last_index = ?")
    ) {
      statement.setLong(1, lastIndex);
      statement.executeUpdate();
    }
  }

  static Set<Place> takenPlaces(Connection connection, List<Place> wanted) throws SQLException {
    Set<Place> taken = new HashSet<>();
    try (PreparedStatement statement = connection.prepareStatement(TAKEN_PLACES)) {
      setArray(statement, 1, "uuid", wanted, Place::aggregateId);
      setArray(statement, 2, "bigint", wanted, Place::sequenceNumber);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          taken.add(new Place(rows.getObject(1, UUID.class), rows.getLong(2)));
        }
      }
    }
    return taken;
  }

  static Map<String, FirstAnswer> firstAnswers(Connection connection, List<String> mutationIds)
    throws SQLException {
    Map<String, FirstAnswer> answers = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(FIRST_ANSWERS)) {
      setArray(statement, 1, "text", mutationIds, Function.identity());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          answers.put(
            rows.getString(1),
            new FirstAnswer(rows.getString(2), rows.getString(3), rows.getLong(4))
          );
        }
      }
    }
    return answers;
  }

  static void insertEvents(Connection connection, long after, List<StoredEvent> events) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT_EVENTS)) {
      statement.setLong(1, after);
      setArray(statement, 2, "uuid", events, StoredEvent::eventId);
      setArray(statement, 3, "text", events, StoredEvent::aggregateType);
      setArray(statement, 4, "uuid", events, StoredEvent::aggregateId);
      setArray(statement, 5, "bigint", events, StoredEvent::sequenceNumber);
      setArray(statement, 6, "uuid", events, StoredEvent::orgId);
      setArray(statement, 7, "text", events, StoredEvent::payloadType);
      setArray(statement, 8, "text", events, StoredEvent::payloadRevision);
      setBytes(statement, 9, events, StoredEvent::payload);
      setBytes(statement, 10, events, StoredEvent::metadata);
      setArray(statement, 11, "text", events, event -> event.createdAt().toString());
      statement.executeUpdate();
    }
  }

  static void insertMutations(Connection connection, List<Accepted> mutations) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(INSERT_MUTATIONS)) {
      setArray(statement, 1, "text", mutations, accepted -> accepted.append().mutationId());
      setArray(statement, 2, "text", mutations, accepted -> accepted.append().fingerprint());
      setArray(statement, 3, "text", mutations, accepted -> accepted.append().answer());
      setArray(statement, 4, "bigint", mutations, Accepted::firstIndex);
      setArray(statement, 5, "bigint", mutations, Accepted::lastIndex);
      statement.executeUpdate();
    }
  }

  private static <T> void setArray(
    PreparedStatement statement,
    int position,
    String type,
    List<T> rows,
    Function<T, ? extends @Nullable Object> column
  ) throws SQLException {
    Array array = statement.getConnection().createArrayOf(type, rows.stream().map(column).toArray());
    statement.setArray(position, array);
  }

  private static <T> void setBytes(
    PreparedStatement statement,
    int position,
    List<T> rows,
    Function<T, byte[]> column
  ) throws SQLException {
    byte[][] values = rows
      .stream()
      .map(column)
      .toArray(byte[][]::new);
    statement.setArray(position, statement.getConnection().createArrayOf("bytea", values));
  }
}
