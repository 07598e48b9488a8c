package com.openagents.sync.bench.contender;

import com.openagents.sync.standalone.database.RunningPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What the engine's PostgreSQL counts, read by its owner, who does nothing else meanwhile. */
public final class Statistics implements AutoCloseable {

  private static final String STATEMENTS = """
  SELECT coalesce(sum(calls), 0) FROM pg_stat_statements
  JOIN pg_roles ON pg_roles.oid = userid AND rolname <> current_user
  WHERE query !~* '^(begin|commit|rollback|set|show)'
  """;
  private static final String PLANS = "SELECT coalesce(sum(plans), 0) FROM pg_stat_statements";
  private static final String END_OTHERS = """
  SELECT count(pg_terminate_backend(pid, 10000)) FROM pg_stat_activity
  WHERE backend_type = 'client backend' AND usename <> current_user
  """;
  private static final String WAL_SYNCS =
    "SELECT coalesce(sum(fsyncs), 0) FROM pg_stat_io WHERE object = 'wal'";

  private final Connection connection;

  Statistics(Path data) throws IOException {
    RunningPostgres postgres = RunningPostgres.of(data);
    try {
      connection = DriverManager.getConnection(postgres.jdbcUrl(), postgres.user(), postgres.password());
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }

  /** Statements of the engine so far, without those that only begin or end transactions. */
  public long statements() throws IOException {
    return number(STATEMENTS);
  }

  /** Has plans counted from now on, which takes a little of each statement's time. */
  public void countPlans() throws IOException {
    execute("ALTER SYSTEM SET pg_stat_statements.track_planning = on");
    execute("SELECT pg_reload_conf()");
  }

  /** How many plans were made for statements so far. */
  public long plans() throws IOException {
    return number(PLANS);
  }

  /** How often the write-ahead log was brought to the disk so far. Backends tell it late, so all of them end first. */
  public long walSyncs() throws IOException {
    number(END_OTHERS);
    return number(WAL_SYNCS);
  }

  /** How many events the store has. */
  public long events() throws IOException {
    return number("SELECT last_index FROM event_store.head");
  }

  /** Whether all of them are in the log. */
  public boolean isProjected() {
    try {
      return number("SELECT count(*) FROM event_store.head, sync.log_head WHERE last_index > position") == 0;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What a schema takes on disk, with its indexes. */
  public long bytes(String schema) throws IOException {
    return number(
      """
      SELECT coalesce(sum(pg_total_relation_size(oid)), 0) FROM pg_class
      WHERE relkind IN ('r', 'm') AND relnamespace = '%s'::regnamespace
      """.formatted(schema)
    );
  }

  /** Rows that nobody else can lock until this is closed. */
  public interface Held extends AutoCloseable {
    @Override
    void close() throws IOException;
  }

  /** Locks all rows of a table. */
  public Held locking(String table) throws IOException {
    execute("BEGIN");
    execute("SELECT FROM %s FOR UPDATE".formatted(table));
    return () -> execute("COMMIT");
  }

  void execute(String sql) throws IOException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }

  private long number(String sql) throws IOException {
    try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }

  @Override
  public void close() throws IOException {
    try {
      connection.close();
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }
}
