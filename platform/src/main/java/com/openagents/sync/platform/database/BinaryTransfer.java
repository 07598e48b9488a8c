package com.openagents.sync.platform.database;

import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.PGStatement;

/** Has the driver take values as bytes from the first time on; large ones come several times as fast as by digits. */
public final class BinaryTransfer {

  private static final int FROM_THE_FIRST = -1;

  private BinaryTransfer() {}

  public static void of(Statement statement) throws SQLException {
    statement.unwrap(PGStatement.class).setPrepareThreshold(FROM_THE_FIRST);
  }
}
