package com.openagents.sync.query.stream;

import com.openagents.sync.api.Row;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Catalogue;
import com.openagents.sync.query.platform.Model;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a scope holds, some rows at a time. Needs a snapshot around it. */
@Component
public class ScopeRows {

  private final JdbcTemplate jdbc;
  private final int rowsPerFetch;
  private final int bytesPerFetch;
  private final Map<Model, RowReader> readers;
  private final Map<Model, RowJson> writers;

  ScopeRows(JdbcTemplate jdbc, BootstrapLimits limits, Catalogue catalogue, JsonMapper json) {
    this.jdbc = jdbc;
    this.rowsPerFetch = limits.rowsPerFetch();
    this.bytesPerFetch = limits.bytesPerFetch();
    this.readers = catalogue
      .models()
      .stream()
      .collect(Collectors.toUnmodifiableMap(Function.identity(), model -> new RowReader(model, json)));
    this.writers = catalogue
      .models()
      .stream()
      .collect(Collectors.toUnmodifiableMap(Function.identity(), RowJson::new));
  }

  /** All of a model, oldest first, as they are stored; none if such scopes don't see it. */
  public void all(Model model, Scope scope, Consumer<StoredRow> sink) {
    RowJson writer = Objects.requireNonNull(writers.get(model));
    isOfScope(model, scope).ifPresent(isOfScope ->
      jdbc.query(
        connection ->
          statement(
            connection,
            "SELECT %s FROM read.%s WHERE %s ORDER BY created_at, id".formatted(
              writer.selected(),
              model.table(),
              isOfScope
            ),
            List.of(scope.id())
          ),
        rows -> {
          FetchSize fetch = new FetchSize(rowsPerFetch, bytesPerFetch);
          while (rows.next()) {
            sink.accept(json -> {
              long before = json.size();
              write(writer, rows, json);
              fetch.read(json.size() - before);
            });
            fetch.adapt(rows);
          }
          return null;
        }
      )
    );
  }

  private static void write(RowJson writer, ResultSet row, JsonBytes json) {
    try {
      writer.write(row, json);
    } catch (SQLException failure) {
      throw new UncategorizedSQLException("Writing a row", null, failure);
    }
  }

  /** Those of a model that fulfil a condition in SQL, oldest first. */
  public void those(String condition, List<?> parameters, Model model, Scope scope, Consumer<Row> sink) {
    RowReader reader = reader(model);
    isOfScope(model, scope).ifPresent(isOfScope -> {
      List<Object> all = new ArrayList<>(parameters);
      all.addFirst(scope.id());
      each(
        "SELECT %s FROM read.%s WHERE %s AND %s ORDER BY created_at, id".formatted(
          String.join(", ", model.columns()),
          model.table(),
          isOfScope,
          condition
        ),
        all,
        row -> sink.accept(reader.read(row))
      );
    });
  }

  /** A condition in SQL, of the scope's id, for the model's rows; none if such scopes don't see it. */
  public Optional<String> isOfScope(Model model, Scope scope) {
    return Optional.ofNullable(model.scopeColumns().get(scope.kind())).map(
      columns -> "? IN (" + String.join(", ", columns) + ")"
    );
  }

  /** Whatever a query finds, fetched piece by piece. */
  public void each(String sql, List<?> parameters, RowCallbackHandler sink) {
    jdbc.query(connection -> statement(connection, sql, parameters), sink);
  }

  private PreparedStatement statement(Connection connection, String sql, List<?> parameters)
    throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    for (int number = 0; number < parameters.size(); number++) {
      statement.setObject(number + 1, parameters.get(number));
    }
    statement.setFetchSize(rowsPerFetch);
    return statement;
  }

  /** One row of a query that selects a model's columns first. */
  public Row row(Model model, ResultSet row) throws SQLException {
    return reader(model).read(row);
  }

  private RowReader reader(Model model) {
    RowReader reader = readers.get(model);
    if (reader == null) {
      throw new IllegalArgumentException(model.name() + " is not in the catalogue");
    }
    return reader;
  }
}
