package com.openagents.sync.bench.workload;

import com.openagents.sync.bench.contender.StoreDatabase;
import com.openagents.sync.command.eventstore.AppendRate;
import com.openagents.sync.command.mutation.Ids;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.UUID;

/** The event store's append against the fastest that PostgreSQL takes the same rows: as many in one INSERT and commit. */
final class Appending {

  private static final String HEAD = "SELECT last_index FROM event_store.head";
  private static final String COPIES = """
  DROP SCHEMA IF EXISTS copies CASCADE;
  CREATE SCHEMA copies;
  CREATE TABLE copies.domain_events (LIKE event_store.domain_events INCLUDING ALL);
  CREATE TABLE copies.mutations (LIKE event_store.mutations INCLUDING ALL)
  """;
  private static final String EVENTS = """
  INSERT INTO copies.domain_events (global_index, event_id, aggregate_type, aggregate_id, sequence_number, org_id,
    payload_type, payload_revision, payload, metadata, created_at, hash) VALUES\s""";
  private static final String EVENT =
    "(?, ?, 'Message', ?, ?, '00000000-0000-0000-0000-000000000000', 'MessagePosted', '1', ?, ?, now(), ?)";
  private static final String MUTATIONS = """
  INSERT INTO copies.mutations (mutation_id, fingerprint, answer, first_index, last_index, command, command_id,
    actor, actor_kind, correlation_id, org_id) VALUES\s""";
  private static final String MUTATION =
    "(?, 'fingerprint', ?, ?, ?, 'PostMessage', 'command', 'alice', 'person', 'run', '00000000-0000-0000-0000-000000000000')";
  private static final byte[] PAYLOAD = new byte[400];
  private static final byte[] METADATA = new byte[250];
  private static final byte[] HASH = new byte[32];
  private static final String ANSWER = "x".repeat(400);

  private final HikariDataSource pool;
  private final int eventsPerCommand;

  private Appending(HikariDataSource pool, int eventsPerCommand) {
    this.pool = pool;
    this.eventsPerCommand = eventsPerCommand;
  }

  static Map<String, Double> measure(StoreDatabase store, int callers, int eventsPerCommand, Effort effort)
    throws IOException, InterruptedException {
    try (HikariDataSource pool = store.pool()) {
      Appending appending = new Appending(pool, eventsPerCommand);
      long before = appending.number(HEAD);
      double rate = AppendRate.measure(pool, callers, eventsPerCommand, effort.warmUp(), effort.measured());
      int batch = (int) appending.commandsPerGroup(before);
      double limit = appending.inserted(batch, effort.measured());
      return Map.of(
        Values.EVENTS,
        rate,
        Values.BATCH,
        (double) batch,
        Values.LIMIT,
        limit,
        Values.SHARE_OF_LIMIT,
        rate / limit
      );
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }

  private long commandsPerGroup(long after) throws SQLException {
    return number(
      """
      SELECT greatest(1, round(count(*)::numeric / greatest(1, count(DISTINCT xmin::text))))
      FROM event_store.mutations WHERE last_index > %d
      """.formatted(after)
    );
  }

  private long number(String sql) throws SQLException {
    try (
      Connection connection = pool.getConnection();
      Statement statement = connection.createStatement();
      ResultSet row = statement.executeQuery(sql)
    ) {
      row.next();
      return row.getLong(1);
    }
  }

  /** How many events a second one connection gets in, this many commands in a transaction. */
  private double inserted(int commands, Duration lasts) throws SQLException {
    int events = commands * eventsPerCommand;
    try (Connection connection = pool.getConnection()) {
      connection.createStatement().execute(COPIES);
      connection.setAutoCommit(false);
      try (
        PreparedStatement eventRows = connection.prepareStatement(
          EVENTS + String.join(", ", Collections.nCopies(events, EVENT))
        );
        PreparedStatement mutationRows = connection.prepareStatement(
          MUTATIONS + String.join(", ", Collections.nCopies(commands, MUTATION))
        )
      ) {
        long index = 0;
        long start = System.nanoTime();
        while (System.nanoTime() - start < lasts.toNanos()) {
          setEvents(eventRows, index, events);
          setMutations(mutationRows, index, commands);
          mutationRows.executeUpdate();
          eventRows.executeUpdate();
          connection.commit();
          index += events;
        }
        return (index * 1e9) / (System.nanoTime() - start);
      } finally {
        connection.setAutoCommit(true);
      }
    }
  }

  private void setEvents(PreparedStatement rows, long index, int events) throws SQLException {
    int position = 0;
    UUID aggregate = Ids.next();
    for (int i = 0; i < events; i++) {
      if (i % eventsPerCommand == 0) {
        aggregate = Ids.next();
      }
      rows.setLong(++position, index + i + 1);
      rows.setObject(++position, Ids.next());
      rows.setObject(++position, aggregate);
      rows.setLong(++position, i % eventsPerCommand);
      rows.setBytes(++position, PAYLOAD);
      rows.setBytes(++position, METADATA);
      rows.setBytes(++position, HASH);
    }
  }

  private void setMutations(PreparedStatement rows, long index, int commands) throws SQLException {
    int position = 0;
    for (int i = 0; i < commands; i++) {
      rows.setString(++position, Ids.next().toString());
      rows.setString(++position, ANSWER);
      rows.setLong(++position, index + (long) i * eventsPerCommand + 1);
      rows.setLong(++position, index + (long) (i + 1) * eventsPerCommand);
    }
  }
}
