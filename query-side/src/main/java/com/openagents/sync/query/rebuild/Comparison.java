package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.rebuild.RebuildReport.ComparedModel;
import com.openagents.sync.api.rebuild.RebuildReport.Difference;
import com.openagents.sync.api.rebuild.RebuildReport.DifferingRow;
import com.openagents.sync.api.rebuild.RebuildReport.DifferingValues;
import com.openagents.sync.api.sync.Scope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** Finds rows that the tables in use ({@code o}) and the new ones ({@code n}) don't have alike. */
final class Comparison {

  private final JdbcTemplate jdbc;
  private final List<TableShape> shapes;
  private final @Nullable Scope scope;
  private final boolean comparesScopes;
  private final Map<TableShape, Long> rows = new HashMap<>();

  /** @param comparesScopes whether the new tables have all scopes */
  Comparison(JdbcTemplate jdbc, List<TableShape> shapes, @Nullable Scope scope, boolean comparesScopes) {
    this.jdbc = jdbc;
    this.shapes = shapes;
    this.scope = scope;
    this.comparesScopes = comparesScopes;
  }

  /** Compares all; what differs is remembered for this session. */
  void all() {
    jdbc.execute("CREATE TEMP TABLE IF NOT EXISTS differing (model text, id uuid, PRIMARY KEY (model, id))");
    jdbc.update("DELETE FROM differing");
    for (TableShape shape : shapes) {
      String table = shape.model().table();
      rows.put(shape, count(shape));
      jdbc.update(
        """
        INSERT INTO differing (model, id)
        SELECT '%1$s', coalesce(o.id, n.id)
        FROM (SELECT %2$s FROM read.%3$s AS t WHERE %4$s) AS o
        FULL JOIN (SELECT %2$s FROM rebuild.%3$s AS t WHERE %4$s) AS n ON o.id = n.id
        WHERE %5$s
        """.formatted(shape.model().name(), shape.list(""), table, inScope(shape, "t"), shape.isDifferent())
      );
    }
  }

  /** Compares rows that may differ by now, beside those that did. */
  void again(Map<TableShape, List<UUID>> touched) {
    touched.forEach((shape, ids) ->
      jdbc.update(
        "INSERT INTO differing (model, id) SELECT ?, id FROM unnest(?::uuid[]) AS id ON CONFLICT DO NOTHING",
        shape.model().name(),
        ids.toArray(UUID[]::new)
      )
    );
    shapes.forEach(shape ->
      jdbc.update(
        "DELETE FROM differing WHERE model = ? AND id NOT IN (SELECT d.id %s)".formatted(pairs(shape)),
        shape.model().name(),
        shape.model().name()
      )
    );
  }

  /** From {@code FROM} on: {@code d.id} of rows that differ, {@code o} and {@code n}; has the model's name as parameter. */
  String pairs(TableShape shape) {
    return """
    FROM differing AS d
    LEFT JOIN read.%1$s AS o ON o.id = d.id
    LEFT JOIN rebuild.%1$s AS n ON n.id = d.id
    WHERE d.model = ? AND NOT (o.id IS NULL AND n.id IS NULL) AND %2$s AND (%3$s OR %4$s)
    """.formatted(shape.model().table(), shape.isDifferent(), inScope(shape, "o"), inScope(shape, "n"));
  }

  private long count(TableShape shape) {
    return number(
      "SELECT count(*) FROM read.%s AS t WHERE %s".formatted(shape.model().table(), inScope(shape, "t"))
    );
  }

  List<ComparedModel> models() {
    return shapes
      .stream()
      .map(shape ->
        Objects.requireNonNull(
          jdbc.queryForObject(
            """
            SELECT count(*) FILTER (WHERE o.id IS NOT NULL AND n.id IS NOT NULL),
              count(*) FILTER (WHERE o.id IS NULL), count(*) FILTER (WHERE n.id IS NULL)
            """ + pairs(shape),
            (row, _) ->
              new ComparedModel(
                shape.model().name(),
                rows.getOrDefault(shape, 0L),
                row.getLong(1),
                row.getLong(2),
                row.getLong(3)
              ),
            shape.model().name()
          )
        )
      )
      .toList();
  }

  /** Rows that differ only in columns that nobody sees. */
  long unseen() {
    return shapes
      .stream()
      .mapToLong(shape -> {
        String seen = "ROW(%s) IS NOT DISTINCT FROM ROW(%s)".formatted(seen(shape, "o."), seen(shape, "n."));
        return number(
          "SELECT count(*) " + pairs(shape) + " AND o.id IS NOT NULL AND n.id IS NOT NULL AND " + seen,
          shape.model().name()
        );
      })
      .sum();
  }

  private static String seen(TableShape shape, String prefix) {
    return shape
      .model()
      .columns()
      .stream()
      .map(column -> prefix + column)
      .collect(Collectors.joining(", "));
  }

  List<String> scopes() {
    if (!comparesScopes) {
      return List.of();
    }
    return jdbc.query(
      """
      SELECT scope FROM (SELECT scope, org_id, created_by FROM sync.scopes WHERE %1$s) AS o
      FULL JOIN (SELECT scope, org_id, created_by FROM rebuild.scopes WHERE %1$s) AS n USING (scope)
      WHERE ROW(o.org_id, o.created_by) IS DISTINCT FROM ROW(n.org_id, n.created_by)
      """.formatted(scopesInScope()),
      (row, _) -> row.getString(1)
    );
  }

  private String scopesInScope() {
    return scope == null ? "true" : "scope = '" + scope + "'";
  }

  List<DifferingRow> examples(int examplesMax) {
    List<DifferingRow> examples = new ArrayList<>();
    for (TableShape shape : shapes) {
      jdbc.query(
        "SELECT d.id, o.id IS NULL, n.id IS NULL, %s, %s, %s ".formatted(
          shape.differing(),
          texts(shape, "o."),
          texts(shape, "n.")
        ) +
          pairs(shape) +
          " ORDER BY d.id LIMIT " +
          (examplesMax - examples.size()),
        row -> {
          Difference difference = row.getBoolean(2)
            ? Difference.MISSING
            : row.getBoolean(3)
              ? Difference.EXTRA
              : Difference.CHANGED;
          Map<String, DifferingValues> columns = new TreeMap<>();
          if (difference == Difference.CHANGED) {
            String[] is = (String[]) row.getArray(5).getArray();
            String[] shouldBe = (String[]) row.getArray(6).getArray();
            for (String column : (String[]) row.getArray(4).getArray()) {
              int position = shape.position(column);
              columns.put(column, new DifferingValues(is[position], shouldBe[position]));
            }
          }
          examples.add(
            new DifferingRow(shape.model().name(), row.getObject(1, UUID.class), difference, columns)
          );
        },
        shape.model().name()
      );
    }
    return examples;
  }

  /** All values as an array of texts in SQL; of what people wrote only the length. */
  private static String texts(TableShape shape, String prefix) {
    return shape
      .columns()
      .stream()
      .map(column ->
        shape.personal().contains(shape.position(column))
          ? "'a text of ' || length(%1$s%2$s::text) || ' characters'".formatted(prefix, column)
          : "left(%s%s::text, 200)".formatted(prefix, column)
      )
      .collect(Collectors.joining(", ", "ARRAY[", "]::text[]"));
  }

  /** Whether a row is of the scope, as a condition in SQL. */
  String inScope(TableShape shape, String alias) {
    if (scope == null) {
      return "true";
    }
    List<String> columns = shape.model().scopeColumns().getOrDefault(scope.kind(), List.of());
    return columns.isEmpty()
      ? "false"
      : columns
          .stream()
          .map(column -> "'%s'".formatted(scope.id()) + " IN (" + alias + "." + column + ")")
          .collect(Collectors.joining(" OR ", "(", ")"));
  }

  private long number(String sql, Object... parameters) {
    Long number = jdbc.queryForObject(sql, Long.class, parameters);
    return number == null ? 0 : number;
  }
}
