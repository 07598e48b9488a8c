package com.openagents.sync.command.eventstore;

import com.openagents.sync.command.eventstore.StoredEvent.Place;
import com.openagents.sync.platform.database.PlannedOnce;
import com.openagents.sync.platform.evidence.Chain;
import com.openagents.sync.platform.evidence.ChainedEvent;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The SQL of an append, each statement for a whole group. */
final class EventTable {

  /** The limits end with the transaction. They are set first, since the lock is what they are about. */
  private static final String LOCK_HEAD = """
  WITH limits AS MATERIALIZED (
    SELECT set_config('lock_timeout', ?, true),
           set_config('idle_in_transaction_session_timeout', ?, true),
           set_config('transaction_timeout', ?, true),
           %s
  )
  SELECT last_index, last_hash FROM limits, event_store.head FOR UPDATE OF head
  """.formatted(PlannedOnce.SETTINGS);

  /** Answers with numbers only, so that it never waits under the lock for a reader that is slow to take it. */
  private static final String STORED_BEFORE = """
  SELECT 'mutation' AS kind, number
  FROM unnest(?::text[]) WITH ORDINALITY AS wanted (mutation_id, number)
  JOIN event_store.mutations USING (mutation_id)
  UNION ALL
  SELECT 'place', number
  FROM unnest(?::uuid[], ?::bigint[]) WITH ORDINALITY AS wanted (aggregate_id, sequence_number, number)
  JOIN event_store.domain_events USING (aggregate_id, sequence_number)
  UNION ALL
  SELECT 'key', number
  FROM unnest(?::uuid[]) WITH ORDINALITY AS wanted (key_id, number)
  WHERE NOT EXISTS (
    SELECT FROM event_store.subject_keys AS living
    WHERE living.key_id = wanted.key_id AND living.wrapped IS NOT NULL)
  """;

  /** One way there and back. The second statement begins with the lock, so it sees what the lock waited for. */
  private static final String LOCK_AND_LOOK = LOCK_HEAD + ";" + STORED_BEFORE;

  private static final String FIRST_ANSWER = """
  SELECT fingerprint, answer, last_index FROM event_store.mutations WHERE mutation_id = ?
  """;

  private static final String INSERT = """
  WITH moved AS (
    UPDATE event_store.head SET last_index = ?, last_hash = ? WHERE last_index <> ?
  ), answered AS (
    INSERT INTO event_store.mutations
      (mutation_id, fingerprint, answer, first_index, last_index,
       command, command_id, actor, actor_kind, correlation_id, org_id)
    SELECT * FROM unnest(?::text[], ?::text[], ?::text[], ?::bigint[], ?::bigint[],
                         ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::uuid[])
  )
  INSERT INTO event_store.domain_events
    (global_index, event_id, aggregate_type, aggregate_id, sequence_number, org_id,
     payload_type, payload_revision, payload, metadata, created_at, hash)
  SELECT ? + number, event_id, aggregate_type, aggregate_id, sequence_number, org_id,
     payload_type, payload_revision, payload, metadata, created_at, hash
  FROM unnest(?::uuid[], ?::text[], ?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::text[], ?::bytea[],
              ?::bytea[], ?::timestamptz[], ?::bytea[])
    WITH ORDINALITY AS event (event_id, aggregate_type, aggregate_id, sequence_number, org_id,
     payload_type, payload_revision, payload, metadata, created_at, hash, number)
  """;

  private static final String INSERT_AND_COMMIT = INSERT + "; COMMIT";

  /** What is stored already of that which a group wants to store, and which of its keys are not there any more. */
  record StoredBefore(Set<String> mutationIds, Set<Place> places, Set<UUID> destroyedKeys) {}

  /**
   * Where the store ends.
   *
   * @param lastHash of the chain, which the next event continues
   */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
  record Head(long lastIndex, byte[] lastHash) {}

  private EventTable() {}

  /** Where the store ends and what is in it of that which is to be stored. */
  record Situation(Head head, StoredBefore stored) {}

  /** Locks the head until the transaction ends, the one order of all command nodes, and looks what is stored then. */
  static Situation lock(Connection connection, EventStoreLimits limits, List<Append> appends)
    throws SQLException {
    Wanted wanted = Wanted.of(appends);
    try (PreparedStatement statement = connection.prepareStatement(LOCK_AND_LOOK)) {
      statement.setString(1, milliseconds(limits.headWaitMax()));
      statement.setString(2, milliseconds(limits.transactionPauseMax()));
      statement.setString(3, milliseconds(limits.transactionTimeMax()));
      setTexts(statement, 4, wanted.mutationIds(), Function.identity());
      setUuids(statement, 5, wanted.places(), Place::aggregateId);
      setNumbers(statement, 6, wanted.places(), Place::sequenceNumber);
      setUuids(statement, 7, wanted.keys(), Function.identity());
      statement.execute();
      Head head = head(statement.getResultSet());
      statement.getMoreResults();
      return new Situation(head, wanted.storedBefore(statement.getResultSet()));
    }
  }

  private static Head head(ResultSet row) throws SQLException {
    row.next();
    return new Head(row.getLong(1), row.getBytes(2));
  }

  static FirstAnswer firstAnswer(Connection connection, String mutationId) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(FIRST_ANSWER)) {
      statement.setString(1, mutationId);
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return new FirstAnswer(rows.getString(1), rows.getString(2), rows.getLong(3));
      }
    }
  }

  /** Stores what the group accepted, chained to what was there, and moves the head. */
  static void insert(Connection connection, Head head, Group group) throws SQLException {
    insert(connection, head, group, INSERT);
  }

  /** The same, and commits in the same breath. */
  static void insertAndCommit(Connection connection, Head head, Group group) throws SQLException {
    insert(connection, head, group, INSERT_AND_COMMIT);
  }

  private static void insert(Connection connection, Head head, Group group, String sql) throws SQLException {
    List<Accepted> mutations = group.accepted();
    List<StoredEvent> events = group.events();
    List<byte[]> hashes = hashes(head, group.chained());
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, group.lastIndex());
      statement.setBytes(2, hashes.isEmpty() ? head.lastHash() : hashes.getLast());
      statement.setLong(3, group.lastIndex());
      setTexts(statement, 4, mutations, accepted -> accepted.append().mutationId());
      setTexts(statement, 5, mutations, accepted -> accepted.append().sealing().fingerprint());
      setTexts(statement, 6, mutations, accepted -> accepted.append().sealing().answer());
      setNumbers(statement, 7, mutations, Accepted::firstIndex);
      setNumbers(statement, 8, mutations, Accepted::lastIndex);
      setTexts(statement, 9, mutations, accepted -> accepted.append().cause().command());
      setTexts(statement, 10, mutations, accepted -> accepted.append().cause().commandId());
      setTexts(statement, 11, mutations, accepted -> accepted.append().cause().actor());
      setTexts(statement, 12, mutations, accepted -> accepted.append().cause().actorKind());
      setTexts(statement, 13, mutations, accepted -> accepted.append().cause().correlationId());
      setUuids(statement, 14, mutations, accepted -> accepted.append().cause().orgId());
      statement.setLong(15, head.lastIndex());
      setUuids(statement, 16, events, StoredEvent::eventId);
      setTexts(statement, 17, events, StoredEvent::aggregateType);
      setUuids(statement, 18, events, StoredEvent::aggregateId);
      setNumbers(statement, 19, events, StoredEvent::sequenceNumber);
      setUuids(statement, 20, events, StoredEvent::orgId);
      setTexts(statement, 21, events, StoredEvent::payloadType);
      setTexts(statement, 22, events, StoredEvent::payloadRevision);
      setBytes(statement, 23, events, StoredEvent::payload);
      setBytes(statement, 24, events, StoredEvent::metadata);
      setTexts(statement, 25, events, event -> event.createdAt().toString());
      setBytes(statement, 26, hashes, Function.identity());
      statement.execute();
    }
  }

  private static List<byte[]> hashes(Head head, List<ChainedEvent> events) {
    List<byte[]> hashes = new ArrayList<>(events.size());
    byte[] before = head.lastHash();
    for (ChainedEvent event : events) {
      before = Chain.link(before, Chain.leaf(event));
      hashes.add(before);
    }
    return hashes;
  }

  private static String milliseconds(Duration limit) {
    return Long.toString(limit.toMillis());
  }

  // Arrays of these very types travel as bytes, others as text with all that needs to be escaped in it.

  private static <T> void setTexts(
    PreparedStatement statement,
    int position,
    List<T> rows,
    Function<T, String> column
  ) throws SQLException {
    setArray(
      statement,
      position,
      "text",
      rows
        .stream()
        .map(column)
        .toArray(String[]::new)
    );
  }

  private static <T> void setNumbers(
    PreparedStatement statement,
    int position,
    List<T> rows,
    Function<T, @Nullable Long> column
  ) throws SQLException {
    setArray(
      statement,
      position,
      "bigint",
      rows
        .stream()
        .map(column)
        .toArray(Long[]::new)
    );
  }

  private static <T> void setUuids(
    PreparedStatement statement,
    int position,
    List<T> rows,
    Function<T, UUID> column
  ) throws SQLException {
    setArray(
      statement,
      position,
      "uuid",
      rows
        .stream()
        .map(column)
        .toArray(UUID[]::new)
    );
  }

  private static <T> void setBytes(
    PreparedStatement statement,
    int position,
    List<T> rows,
    Function<T, byte[]> column
  ) throws SQLException {
    setArray(
      statement,
      position,
      "bytea",
      rows
        .stream()
        .map(column)
        .toArray(byte[][]::new)
    );
  }

  private static void setArray(
    PreparedStatement statement,
    int position,
    String type,
    @Nullable Object[] values
  ) throws SQLException {
    statement.setArray(position, statement.getConnection().createArrayOf(type, values));
  }
}
