package com.openagents.sync.query.sync.retention;

import com.openagents.sync.platform.database.SessionConnections;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/** Sessions that end before one of their statements, as in a process that is killed there. */
final class Crash extends SessionConnections {

  private int statementsLeft;

  Crash(JdbcConnectionDetails database, int afterStatements) {
    super(database);
    this.statementsLeft = afterStatements;
  }

  /** Whether the session came to its end before the crash. */
  boolean hasNotHappened() {
    return statementsLeft >= 0;
  }

  @Override
  public Connection open() throws SQLException {
    Connection connection = super.open();
    return (Connection) Proxy.newProxyInstance(
      Connection.class.getClassLoader(),
      new Class<?>[] { Connection.class },
      (_, method, arguments) -> {
        if (
          (method.getName().equals("prepareStatement") || method.getName().equals("createStatement")) &&
          --statementsLeft < 0
        ) {
          connection.close();
          throw new SQLException("Crashed", "08006");
        }
        try {
          return method.invoke(connection, arguments);
        } catch (InvocationTargetException failure) {
          throw failure.getCause();
        }
      }
    );
  }
}
