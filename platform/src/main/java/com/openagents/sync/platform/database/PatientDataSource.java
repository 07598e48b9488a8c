package com.openagents.sync.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Waits for an answer as long as it takes: a migration of much data may be silent for longer than any call. */
final class PatientDataSource extends DelegatingDataSource {

  private static final int NO_LIMIT = 0;

  PatientDataSource(DataSource dataSource) {
    super(dataSource);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection connection = super.getConnection();
    // A pool undoes it when it gets the connection back.
    connection.setNetworkTimeout(Runnable::run, NO_LIMIT);
    return connection;
  }
}
