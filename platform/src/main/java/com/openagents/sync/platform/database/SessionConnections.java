package com.openagents.sync.platform.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Component;

/** Connections beside the pool, for sessions that hold something which must end with them. */
@Component
public class SessionConnections {

  private static final Duration LOGIN_WITHIN = Duration.ofSeconds(10);

  private final JdbcConnectionDetails database;

  public SessionConnections(JdbcConnectionDetails database) {
    this.database = database;
  }

  /** Whoever opens it closes it. */
  public Connection open() throws SQLException {
    Properties properties = new Properties();
    Optional.ofNullable(database.getUsername()).ifPresent(user -> PGProperty.USER.set(properties, user));
    Optional.ofNullable(database.getPassword()).ifPresent(secret ->
      PGProperty.PASSWORD.set(properties, secret)
    );
    // Behind a broken line there is silence; it must not last for ever.
    PGProperty.LOGIN_TIMEOUT.set(properties, (int) LOGIN_WITHIN.toSeconds());
    return DriverManager.getConnection(database.getJdbcUrl(), properties);
  }

  /** Breaks off the statement that runs on a connection. May be called by any thread. */
  public void cancel(Connection connection) throws SQLException {
    connection.unwrap(PGConnection.class).cancelQuery();
  }
}
