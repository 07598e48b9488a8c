package com.openagents.sync.platform.database;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.PreparedStatementCallback;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Statements of one transaction that go to the database together: there and back once, not once for each. */
public final class Statements {

  /** An array whose elements travel as values of this type of the database. */
  public record Column(String type, List<? extends @Nullable Object> values) {}

  /**
   * @param rows that it has to write; null if any number is right
   * @param otherwise what is wrong, by how many it has written instead
   * @param each gets what it returns; null if it returns nothing
   */
  private record Part(
    String sql,
    List<Object> parameters,
    @Nullable Integer rows,
    IntFunction<String> otherwise,
    @Nullable RowCallbackHandler each
  ) {}

  private final List<Part> parts = new ArrayList<>();

  public void add(String sql, Object... parameters) {
    parts.add(new Part(sql, List.of(parameters), null, String::valueOf, null));
  }

  /** @throws DataIntegrityViolationException when sent, if it writes another number of rows */
  public void require(int rows, IntFunction<String> otherwise, String sql, Object... parameters) {
    parts.add(new Part(sql, List.of(parameters), rows, otherwise, null));
  }

  /** The same for a statement that returns what it has written, each row of which is handed on. */
  public void require(
    int rows,
    IntFunction<String> otherwise,
    RowCallbackHandler each,
    String sql,
    Object... parameters
  ) {
    parts.add(new Part(sql, List.of(parameters), rows, otherwise, each));
  }

  /** In their order. What one of them has found wrong is for the caller to roll back. */
  public void send(JdbcTemplate jdbc) {
    if (!parts.isEmpty()) {
      // The driver sends all that one text has.
      String sql = parts.stream().map(Part::sql).collect(Collectors.joining(";\n"));
      jdbc.execute(sql, (PreparedStatementCallback<@Nullable Void>) this::execute);
    }
  }

  private @Nullable Void execute(PreparedStatement statement) throws SQLException {
    int position = 0;
    for (Part part : parts) {
      for (Object parameter : part.parameters()) {
        position++;
        set(statement, position, parameter);
      }
    }
    statement.execute();
    for (Part part : parts) {
      RowCallbackHandler each = part.each();
      int written = each == null ? statement.getUpdateCount() : handOn(statement.getResultSet(), each);
      if (part.rows() != null && part.rows() != written) {
        throw new DataIntegrityViolationException(part.otherwise().apply(written));
      }
      statement.getMoreResults();
    }
    return null;
  }

  private static int handOn(ResultSet rows, RowCallbackHandler each) throws SQLException {
    int count = 0;
    while (rows.next()) {
      each.processRow(rows);
      count++;
    }
    return count;
  }

  private static void set(PreparedStatement statement, int position, Object parameter) throws SQLException {
    if (parameter instanceof Column column) {
      statement.setArray(
        position,
        statement.getConnection().createArrayOf(column.type(), column.values().toArray())
      );
    } else {
      statement.setObject(position, parameter);
    }
  }
}
