package com.openagents.sync.query.stream;

import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * How many rows to fetch at once: as many as fit so many bytes, by the size of those of the fetch before. Not very many:
 * large rows may come behind small ones.
 */
final class FetchSize {

  private static final int ROWS_MAX = 300;

  private final int bytesPerFetch;
  private int rowsPerFetch;
  private int rows;
  private long bytes;

  FetchSize(int firstRows, int bytesPerFetch) {
    this.rowsPerFetch = firstRows;
    this.bytesPerFetch = bytesPerFetch;
  }

  void read(long rowBytes) {
    rows++;
    bytes += rowBytes;
  }

  /** After each row: at the end of a fetch says how large the next one is. */
  void adapt(ResultSet result) throws SQLException {
    if (rows >= rowsPerFetch) {
      long fitting = bytesPerFetch / Math.max(1, bytes / rows);
      // Four times at most: small rows may come before large ones.
      rowsPerFetch = (int) Math.clamp(fitting, 1, Math.min(ROWS_MAX, 4L * rowsPerFetch));
      result.setFetchSize(rowsPerFetch);
      rows = 0;
      bytes = 0;
    }
  }
}
