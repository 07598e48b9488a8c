package com.openagents.sync.query.audit.evidence;

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
      boolean hasGate = hasGate(connection);
      connection.setReadOnly(true);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      connection.setAutoCommit(false);
      if (hasGate && snapshot == null) {
        pin(connection);
      }
      if (snapshot != null) {
        try (Statement statement = connection.createStatement()) {
          statement.execute("SET TRANSACTION SNAPSHOT '" + snapshot + "'");
        }
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

  /** Keeps a rebuild from flipping tables; it must come before the snapshot. */
  private static void pin(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LOCK TABLE rebuild.gate IN ACCESS SHARE MODE");
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
