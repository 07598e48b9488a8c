package com.openagents.sync.query.sync.retention;

import com.openagents.sync.platform.database.SessionConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * One database session: it holds the lock that only one node has at a time, and all work goes through it. Who has lost
 * the session has lost the lock and can do nothing more.
 */
final class RetentionSession implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(RetentionSession.class);
  private static final long LOCK = 0x6167_656e_7473_796eL; // any number that nobody else takes

  /** Beside waits; what is behind a broken line never answers. */
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(30);

  private final SessionConnections connections;
  private final Connection connection;
  private final JdbcClient jdbc;
  private final RetentionSettings settings;
  private volatile boolean cancelled;

  RetentionSession(SessionConnections connections, RetentionSettings settings) throws SQLException {
    this.connections = connections;
    this.settings = settings;
    this.connection = connections.open();
    this.jdbc = JdbcClient.create(new SingleConnectionDataSource(connection, true));
  }

  /** Whether no other node is at it. */
  boolean lock() throws SQLException {
    Duration silenceMax = settings.readersWaitMax().plus(ANSWER_WITHIN);
    connection.setNetworkTimeout(Runnable::run, Math.toIntExact(silenceMax.toMillis()));
    waitForLocks(settings.lockWaitMax());
    return jdbc().sql("SELECT pg_try_advisory_lock(?)").param(LOCK).query(Boolean.class).single();
  }

  /** The database hears of the session's end a moment later; whoever looks meanwhile would find the lock taken. */
  void unlock() {
    jdbc().sql("SELECT pg_advisory_unlock_all()").query().listOfRows();
  }

  /** Each statement commits by itself. */
  JdbcClient jdbc() {
    if (cancelled) {
      throw new IllegalStateException("Retention is told to stop");
    }
    return jdbc;
  }

  /** Runs a statement that may have to wait for readers. */
  void patiently(String sql) {
    waitForLocks(settings.readersWaitMax());
    jdbc().sql(sql).update();
    waitForLocks(settings.lockWaitMax());
  }

  private void waitForLocks(Duration waitMax) {
    jdbc()
      .sql("SET lock_timeout = " + waitMax.toMillis())
      .update();
  }

  /** May be called by any thread. */
  void cancel() {
    cancelled = true;
    try {
      connections.cancel(connection);
    } catch (SQLException overAnyway) {
      log.debug("Nothing to cancel", overAnyway);
    }
  }

  @Override
  public void close() {
    try {
      connection.close();
    } catch (SQLException overAnyway) {
      log.debug("The session is over already", overAnyway);
    }
  }
}
