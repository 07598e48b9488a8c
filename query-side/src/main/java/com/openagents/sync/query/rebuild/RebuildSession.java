package com.openagents.sync.query.rebuild;

import com.openagents.sync.platform.database.SessionConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.jdbc.support.SQLStateSQLExceptionTranslator;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/** The one connection through which a run writes. It holds the lock that only one node has at a time. */
final class RebuildSession implements AutoCloseable {

  private static final long LOCK = 0x7265_6275_696c_64L; // any number that nobody else takes

  private static final int ANSWER_WITHIN_SECONDS = 5;

  private final SessionConnections connections;
  private final Connection connection;
  private final JdbcTemplate jdbc;
  private final JdbcTransactionManager transactions;
  private final JsonMapper json;

  RebuildSession(SessionConnections connections, JsonMapper json) throws SQLException {
    this.connections = connections;
    this.json = json;
    this.connection = connections.open();
    SingleConnectionDataSource only = new SingleConnectionDataSource(connection, true);
    this.jdbc = new JdbcTemplate(only);
    this.transactions = new JdbcTransactionManager(only);
  }

  /** Whether no other node is at it. */
  boolean lock() {
    return Boolean.TRUE.equals(jdbc.queryForObject("SELECT pg_try_advisory_lock(?)", Boolean.class, LOCK));
  }

  JdbcTemplate jdbc() {
    return jdbc;
  }

  TransactionTemplate transaction() {
    TransactionTemplate transaction = new TransactionTemplate(transactions);
    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
    return transaction;
  }

  /** All in it see the database as of one moment. */
  TransactionTemplate snapshot() {
    TransactionTemplate transaction = new TransactionTemplate(transactions);
    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    return transaction;
  }

  /** Copies rows into a table; returns how many. */
  long copy(String table, TableShape shape, List<FoldedRow> rows) {
    String sql = "COPY %s (%s) FROM STDIN (FORMAT binary)".formatted(table, shape.list(""));
    try {
      CopyIn target = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
      try {
        BinaryCopy copy = new BinaryCopy(target, shape.types(), json);
        for (FoldedRow row : rows) {
          copy.row(row.values);
        }
        return copy.end();
      } finally {
        if (target.isActive()) {
          target.cancelCopy();
        }
      }
    } catch (SQLException failure) {
      throw translated(failure);
    }
  }

  private static DataAccessException translated(SQLException failure) {
    DataAccessException known = new SQLStateSQLExceptionTranslator().translate("COPY", null, failure);
    return known == null ? new UncategorizedSQLException("COPY", null, failure) : known;
  }

  /** Whether the database has ended it, and the lock with it. */
  boolean isLost() {
    try {
      return !connection.isValid(ANSWER_WITHIN_SECONDS);
    } catch (SQLException lost) {
      return true;
    }
  }

  /** May be called by any thread. */
  void cancel() throws SQLException {
    connections.cancel(connection);
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
