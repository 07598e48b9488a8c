package com.openagents.sync.command.eventstore;

import com.openagents.sync.command.testing.EventStoreSchema;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.testing.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** An event store on a fresh database, looked at from outside of the appenders. */
record EventStoreDatabase(TestDatabase database, JdbcClient jdbc) {
  static final int BYTES_MAX = 1_000_000;
  private static final Duration CONNECTION_WAIT_MAX = Duration.ofMillis(500);

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
    return node(new EventStoreLimits(512, BYTES_MAX, 10_000));
  }

  Node node(EventStoreLimits limits) {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(database.jdbcUrl());
    pool.setMaximumPoolSize(2);
    pool.setConnectionTimeout(CONNECTION_WAIT_MAX.toMillis());
    Node node = new Node(new GroupAppender(pool, new Signals(), limits), pool);
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
    EventTable.lockHead(connection);
    return new HeldHead(connection);
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

  /** How many transactions stored the events. */
  long transactions() {
    return jdbc
      .sql("SELECT count(DISTINCT xmin::text) FROM event_store.domain_events")
      .query(Long.class)
      .single();
  }
}
