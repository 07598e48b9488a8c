package com.openagents.sync.query.sync.bootstrap;

import com.openagents.sync.api.Row;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Catalogue;
import com.openagents.sync.query.platform.Model;
import java.sql.PreparedStatement;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;

/** Reads what a scope holds, some rows at a time. Needs a snapshot around it. */
@Component
class ScopeState {

  private final JdbcTemplate jdbc;
  private final int rowsPerFetch;
  private final Map<Model, RowReader> readers;

  ScopeState(JdbcTemplate jdbc, BootstrapLimits limits, Catalogue catalogue) {
    this.jdbc = jdbc;
    this.rowsPerFetch = limits.rowsPerFetch();
    this.readers = catalogue
      .models()
      .stream()
      .collect(Collectors.toUnmodifiableMap(Function.identity(), RowReader::new));
  }

  /** Id of the scope's newest sync event. */
  long lastId(Scope scope) {
    return jdbc
      .queryForList("SELECT last_id FROM sync.scopes WHERE scope = ?", Long.class, scope.toString())
      .getFirst();
  }

  /** Oldest first; none if such scopes don't see the model. */
  void rows(Model model, Scope scope, Consumer<Row> sink) {
    Optional.ofNullable(model.scopeColumns().get(scope.kind())).ifPresent(columns ->
      rows(
        "SELECT %s FROM read.%s WHERE ? IN (%s) ORDER BY created_at, id".formatted(
          String.join(", ", model.columns()),
          model.table(),
          String.join(", ", columns)
        ),
        scope,
        row -> sink.accept(reader(model).read(row))
      )
    );
  }

  private RowReader reader(Model model) {
    RowReader reader = readers.get(model);
    if (reader == null) {
      throw new IllegalArgumentException(model.name() + " is not in the catalogue");
    }
    return reader;
  }

  private void rows(String sql, Scope scope, RowCallbackHandler sink) {
    jdbc.query(connection -> {
      PreparedStatement statement = connection.prepareStatement(sql);
      statement.setObject(1, scope.id());
      statement.setFetchSize(rowsPerFetch);
      return statement;
    }, sink);
  }
}
