package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.query.platform.Snapshot;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A connection that sees the database as of the same moment as all others of a verification. */
record VerifySession(Connection connection) implements AutoCloseable {
  private static final int NO_LIMIT = 0;

  /** @param snapshot of the first session; null for itself */
  static VerifySession open(DataSource database, @Nullable String snapshot) throws SQLException {
    Connection connection = database.getConnection();
    try {
      // A large store takes its time; a pool undoes all this when it gets the connection back.
      connection.setNetworkTimeout(Runnable::run, NO_LIMIT);
      boolean pins = snapshot == null && hasGate(connection);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      if (pins) {
        execute(connection, Snapshot.PIN);
      } else if (snapshot != null) {
        execute(connection, "SET TRANSACTION SNAPSHOT '" + snapshot + "'");
      }
      return new VerifySession(connection);
    } catch (SQLException failure) {
      connection.close();
      throw failure;
    }
  }

  private static boolean hasGate(Connection connection) throws SQLException {
    try (
      Statement statement = connection.createStatement();
      ResultSet row = statement.executeQuery("SELECT to_regclass('rebuild.gate') IS NOT NULL")
    ) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  String exportSnapshot() throws SQLException {
    try (
      Statement statement = connection.createStatement();
      ResultSet row = statement.executeQuery("SELECT pg_export_snapshot()")
    ) {
      row.next();
      return row.getString(1);
    }
  }

  StoredEvents events() {
    return new StoredEvents(connection);
  }

  @Override
  public void close() throws SQLException {
    try {
      connection.rollback();
    } finally {
      connection.close();
    }
  }
}
