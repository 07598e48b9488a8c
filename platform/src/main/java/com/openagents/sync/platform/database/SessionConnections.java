package com.openagents.sync.platform.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Component;

/** Connections beside the pool, for sessions that hold something which must end with them. */
@Component
public class SessionConnections {

  private final JdbcConnectionDetails database;

  public SessionConnections(JdbcConnectionDetails database) {
    this.database = database;
  }

  /** Whoever opens it closes it. */
  public Connection open() throws SQLException {
    return DriverManager.getConnection(database.getJdbcUrl(), database.getUsername(), database.getPassword());
  }

  /** Breaks off the statement that runs on a connection. May be called by any thread. */
  public void cancel(Connection connection) throws SQLException {
    connection.unwrap(PGConnection.class).cancelQuery();
  }
}
