package com.openagents.sync.command.eventstore;

import com.openagents.sync.command.eventstore.StoredEvent.Place;
import com.openagents.sync.platform.evidence.Chain;
import com.openagents.sync.platform.subjectkey.SubjectKey;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
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
           set_config('transaction_timeout', ?, true)
  )
  SELECT last_index, last_hash FROM limits, event_store.head FOR UPDATE OF head
  """;

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

  /** Locks the head until the transaction ends: the one order of all command nodes. */
  static Head lockHead(Connection connection, EventStoreLimits limits) throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(LOCK_HEAD)) {
      statement.setString(1, milliseconds(limits.headWaitMax()));
      statement.setString(2, milliseconds(limits.transactionPauseMax()));
      statement.setString(3, milliseconds(limits.transactionTimeMax()));
      try (ResultSet rows = statement.executeQuery()) {
        rows.next();
        return new Head(rows.getLong(1), rows.getBytes(2));
      }
    }
  }

  /**
   * Which of these mutations and places are stored. To be asked in a statement of its own once the head is locked: it
   * sees what was committed before it began.
   */
  static StoredBefore storedBefore(Connection connection, List<Append> appends) throws SQLException {
    List<String> mutationIds = appends.stream().map(Append::mutationId).toList();
    List<Place> places = appends.stream().flatMap(Append::places).distinct().toList();
    List<UUID> keys = appends
      .stream()
      .flatMap(append -> append.sealing().keys().stream())
      .map(SubjectKey::id)
      .distinct()
      .toList();
    StoredBefore stored = new StoredBefore(new HashSet<>(), new HashSet<>(), new HashSet<>());
    try (PreparedStatement statement = connection.prepareStatement(STORED_BEFORE)) {
      setArray(statement, 1, "text", mutationIds, Function.identity());
      setArray(statement, 2, "uuid", places, Place::aggregateId);
      setArray(statement, 3, "bigint", places, Place::sequenceNumber);
      setArray(statement, 4, "uuid", keys, Function.identity());
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          int position = rows.getInt(2) - 1;
          switch (rows.getString(1)) {
            case "mutation" -> stored.mutationIds().add(mutationIds.get(position));
            case "place" -> stored.places().add(places.get(position));
            default -> stored.destroyedKeys().add(keys.get(position));
          }
        }
      }
    }
    return stored;
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
    List<Accepted> mutations = group.accepted();
    List<StoredEvent> events = group.events();
    List<byte[]> hashes = hashes(head, events);
    try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
      statement.setLong(1, group.lastIndex());
      statement.setBytes(2, hashes.isEmpty() ? head.lastHash() : hashes.getLast());
      statement.setLong(3, group.lastIndex());
      setArray(statement, 4, "text", mutations, accepted -> accepted.append().mutationId());
      setArray(statement, 5, "text", mutations, accepted -> accepted.append().sealing().fingerprint());
      setArray(statement, 6, "text", mutations, accepted -> accepted.append().sealing().answer());
      setArray(statement, 7, "bigint", mutations, Accepted::firstIndex);
      setArray(statement, 8, "bigint", mutations, Accepted::lastIndex);
      setArray(statement, 9, "text", mutations, accepted -> accepted.append().cause().command());
      setArray(statement, 10, "text", mutations, accepted -> accepted.append().cause().commandId());
      setArray(statement, 11, "text", mutations, accepted -> accepted.append().cause().actor());
      setArray(statement, 12, "text", mutations, accepted -> accepted.append().cause().actorKind());
      setArray(statement, 13, "text", mutations, accepted -> accepted.append().cause().correlationId());
      setArray(statement, 14, "uuid", mutations, accepted -> accepted.append().cause().orgId());
      statement.setLong(15, head.lastIndex());
      setArray(statement, 16, "uuid", events, StoredEvent::eventId);
      setArray(statement, 17, "text", events, StoredEvent::aggregateType);
      setArray(statement, 18, "uuid", events, StoredEvent::aggregateId);
      setArray(statement, 19, "bigint", events, StoredEvent::sequenceNumber);
      setArray(statement, 20, "uuid", events, StoredEvent::orgId);
      setArray(statement, 21, "text", events, StoredEvent::payloadType);
      setArray(statement, 22, "text", events, StoredEvent::payloadRevision);
      setBytes(statement, 23, events, StoredEvent::payload);
      setBytes(statement, 24, events, StoredEvent::metadata);
      setArray(statement, 25, "text", events, event -> event.createdAt().toString());
      setBytes(statement, 26, hashes, Function.identity());
      statement.executeUpdate();
    }
  }

  private static List<byte[]> hashes(Head head, List<StoredEvent> events) {
    List<byte[]> hashes = new ArrayList<>(events.size());
    long index = head.lastIndex();
    byte[] before = head.lastHash();
    for (StoredEvent event : events) {
      index++;
      before = Chain.link(before, Chain.leaf(event.chainedAt(index)));
      hashes.add(before);
    }
    return hashes;
  }

  private static String milliseconds(Duration limit) {
    return Long.toString(limit.toMillis());
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
