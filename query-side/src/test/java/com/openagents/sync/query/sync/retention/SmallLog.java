package com.openagents.sync.query.sync.retention;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.platform.database.SessionConnections;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.SyncLog;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A running query side whose log has small partitions, and retention that works when it is called, or by itself. */
final class SmallLog implements AutoCloseable {

  static final int PARTITION_IDS = 20;
  static final Duration NO_TIME = Duration.ZERO;
  static final Duration LONG = Duration.ofDays(1000);

  private static final String[] SETTINGS = {
    "agentsync.projector.poll-every=5ms",
    "agentsync.projector.partition-ids=" + PARTITION_IDS,
  };

  private final TestDatabase database = TestDatabase.create();
  private final EventStore store = EventStore.createdIn(database);
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final RunningQuerySide app;

  SmallLog() {
    this("agentsync.retention.enabled=false");
  }

  /** @param settings how retention works by itself */
  SmallLog(String... settings) {
    app = RunningQuerySide.on(
      database,
      Stream.concat(Stream.of(SETTINGS), Stream.of(settings)).toArray(String[]::new)
    );
  }

  TestDatabase database() {
    return database;
  }

  RunningQuerySide app() {
    return app;
  }

  EventStore store() {
    return store;
  }

  JdbcClient jdbc() {
    return jdbc;
  }

  void project(DomainEvent... events) {
    store.append(events);
    awaitProjected();
  }

  void awaitProjected() {
    store.awaitProjected(Duration.ofSeconds(60));
  }

  long number(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  LogHead head() {
    return app.bean(SyncLog.class).head();
  }

  /** First ids of the partitions that readers see, oldest first. */
  List<Long> partitions() {
    return jdbc
      .sql(
        """
        SELECT substring(inhrelid::regclass::text FROM '[0-9]+$')::bigint * %d FROM pg_inherits
        WHERE inhparent = 'sync.sync_events'::regclass AND NOT inhdetachpending ORDER BY 1
        """.formatted(PARTITION_IDS)
      )
      .query((row, _) -> row.getLong(1))
      .list();
  }

  /** Tables that are or were partitions. */
  long tables() {
    return number("SELECT count(*) FROM pg_tables WHERE schemaname = 'sync' AND tablename ~ '^sync_events_'");
  }

  Retention retention(Duration keepFor, Duration compactedFor) {
    return retention(app.bean(SessionConnections.class), keepFor, compactedFor);
  }

  static Retention retention(SessionConnections connections, Duration keepFor, Duration compactedFor) {
    return new Retention(connections, settings(keepFor, compactedFor));
  }

  static RetentionSettings settings(Duration keepFor, Duration compactedFor) {
    return new RetentionSettings(
      true,
      keepFor,
      compactedFor,
      LONG,
      7,
      5,
      Duration.ofMillis(500),
      Duration.ofMillis(500)
    );
  }

  @Override
  public void close() {
    app.close();
  }
}
