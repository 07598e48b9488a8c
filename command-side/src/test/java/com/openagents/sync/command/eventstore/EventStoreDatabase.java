package com.openagents.sync.command.eventstore;

import com.openagents.sync.command.testing.EventStoreSchema;
import com.openagents.sync.platform.handover.AppendedEvents;
import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.testing.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An event store on a fresh database, looked at from outside of the appenders. */
record EventStoreDatabase(TestDatabase database, JdbcClient jdbc) {
  private static final int CONNECTIONS_PER_NODE = 3;
  private static final Duration CONNECTION_WAIT_MAX = Duration.ofSeconds(1);

  static EventStoreDatabase create() {
    TestDatabase database = TestDatabase.create();
    EventStoreSchema.make(database);
    return new EventStoreDatabase(database, JdbcClient.create(database.dataSource()));
  }

  /** An appender with a pool of its own, as another process would have. */
  record Node(GroupAppender appender, HikariDataSource pool) implements AutoCloseable {
    FirstAnswer append(Append append) {
      return appender.append(append);
    }

    @Override
    public void close() {
      appender.stop();
      pool.close();
    }
  }

  Node node() {
    return node(Limits.PATIENT);
  }

  Node node(EventStoreLimits limits) {
    return node(database.jdbcUrl(), limits);
  }

  /** @param jdbcUrl another way to this database */
  Node node(String jdbcUrl, EventStoreLimits limits) {
    return node(jdbcUrl, limits, new Handover<>(0), new Signals());
  }

  /** One whose process projects too. */
  Node node(Handover<AppendedEvents> handover, Signals signals) {
    return node(database.jdbcUrl(), Limits.PATIENT, handover, signals);
  }

  private static Node node(
    String jdbcUrl,
    EventStoreLimits limits,
    Handover<AppendedEvents> handover,
    Signals signals
  ) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(jdbcUrl);
    pool.setMaximumPoolSize(CONNECTIONS_PER_NODE);
    pool.setConnectionTimeout(CONNECTION_WAIT_MAX.toMillis());
    Node node = new Node(new GroupAppender(pool, handover, signals, limits), pool);
    node.appender().start();
    return node;
  }

  /** The store's head, held so that appends meet behind it until this is closed. */
  record HeldHead(Connection connection) implements AutoCloseable {
    void release() throws SQLException {
      connection.close();
    }

    @Override
    public void close() throws SQLException {
      release();
    }
  }

  HeldHead holdHead() throws SQLException {
    Connection connection = database.dataSource().getConnection();
    connection.setAutoCommit(false);
    EventTable.lock(connection, Limits.PATIENT, List.of());
    return new HeldHead(connection);
  }

  /** Lets commits of appends wait until this is closed, each at its very end. */
  Connection holdCommits() throws SQLException {
    jdbc
      .sql(
        """
        CREATE FUNCTION event_store.wait() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
          PERFORM pg_advisory_xact_lock(1);
          RETURN NULL;
        END $$;
        CREATE CONSTRAINT TRIGGER wait AFTER INSERT ON event_store.mutations
        DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION event_store.wait()
        """
      )
      .update();
    Connection connection = database.dataSource().getConnection();
    connection.createStatement().execute("SELECT pg_advisory_lock(1)");
    return connection;
  }

  boolean someoneWaitsForALock() {
    return jdbc
      .sql(
        """
        SELECT count(*) > 0 FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'
        """
      )
      .query(Boolean.class)
      .single();
  }

  List<UUID> eventIds() {
    return jdbc
      .sql("SELECT event_id FROM event_store.domain_events ORDER BY global_index")
      .query((row, _) -> row.getObject(1, UUID.class))
      .list();
  }

  List<Long> globalIndexes(long after) {
    return jdbc
      .sql("SELECT global_index FROM event_store.domain_events WHERE global_index > ? ORDER BY global_index")
      .param(after)
      .query((row, _) -> row.getLong(1))
      .list();
  }

  long head() {
    return jdbc.sql("SELECT last_index FROM event_store.head").query(Long.class).single();
  }

  List<String> mutationIds() {
    return jdbc
      .sql("SELECT mutation_id FROM event_store.mutations")
      .query((row, _) -> row.getString(1))
      .list();
  }

  /** Where the next event of an aggregate goes. */
  long nextSequence(UUID aggregate) {
    return jdbc
      .sql("SELECT count(*) FROM event_store.domain_events WHERE aggregate_id = ?")
      .param(aggregate)
      .query(Long.class)
      .single();
  }

  List<UUID> aggregatesWithHoles() {
    return jdbc
      .sql(
        """
        SELECT aggregate_id FROM event_store.domain_events GROUP BY aggregate_id
        HAVING min(sequence_number) <> 0 OR max(sequence_number) <> count(*) - 1
        """
      )
      .query((row, _) -> row.getObject(1, UUID.class))
      .list();
  }

  /** @param firstIndex null if it has no events */
  record StoredMutation(String mutationId, @Nullable Long firstIndex, FirstAnswer answer) {
    static final Comparator<StoredMutation> BY_INDEX = Comparator.comparingLong(mutation ->
      mutation.answer().lastIndex()
    );
  }

  List<StoredMutation> mutations() {
    return jdbc
      .sql("SELECT mutation_id, first_index, fingerprint, answer, last_index FROM event_store.mutations")
      .query((row, _) ->
        new StoredMutation(
          row.getString(1),
          row.getObject(2, Long.class),
          new FirstAnswer(row.getString(3), row.getString(4), row.getLong(5))
        )
      )
      .list();
  }

  void empty() {
    jdbc
      .sql(
        """
        SET session_replication_role = replica;
        TRUNCATE event_store.domain_events, event_store.mutations;
        SET session_replication_role = DEFAULT;
        UPDATE event_store.head SET last_index = 0, last_hash = decode(repeat('00', 32), 'hex')
        """
      )
      .update();
  }

  /** How many transactions stored the events. */
  long transactions() {
    return jdbc
      .sql("SELECT count(DISTINCT xmin::text) FROM event_store.domain_events")
      .query(Long.class)
      .single();
  }
}
