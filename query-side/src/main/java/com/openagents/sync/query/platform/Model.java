package com.openagents.sync.query.platform;

import com.openagents.sync.api.ErasedText;
import com.openagents.sync.api.Row;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.event.PersonalComponents;
import com.openagents.sync.platform.json.WireJson;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One kind of row: how the wire calls it, where it is kept and which scopes see it. Bootstrap and writes derive from it.
 *
 * @param name in sync events, such as {@code Message}
 * @param plural in bootstrap, such as {@code Messages}
 * @param table in schema {@code read}
 * @param rowType a record; its components in snake_case are the table's columns
 * @param aggregateColumn the column with the id of the aggregate whose events make and change such a row
 * @param scopeColumns per kind of scope that sees such rows, the columns of which one holds the scope's id
 */
public record Model(
  String name,
  String plural,
  String table,
  Class<? extends Row> rowType,
  String aggregateColumn,
  Map<Scope.Kind, List<String>> scopeColumns
) {
  public Model {
    if (
      scopeColumns
        .values()
        .stream()
        .anyMatch(columns -> !columns(rowType).containsAll(columns))
    ) {
      throw new IllegalArgumentException(name + " lacks some of the columns " + scopeColumns.values());
    }
  }

  /** One whose rows are aggregates themselves. */
  public Model(
    String name,
    String plural,
    String table,
    Class<? extends Row> rowType,
    Map<Scope.Kind, List<String>> scopeColumns
  ) {
    this(name, plural, table, rowType, "id", scopeColumns);
  }

  /** In the order of the row type's components. */
  public List<String> columns() {
    return columns(rowType);
  }

  /** Those of them that hold what somebody wrote. */
  public List<String> personalColumns() {
    return PersonalComponents.of(rowType, WireJson::columnName);
  }

  /** The table's column, which no row shows, with the subject that wrote what is in a personal one. */
  public static String authorColumn(String personalColumn) {
    return personalColumn + "_by";
  }

  /** All that is written to the table. */
  public List<String> storedColumns() {
    return Stream.concat(columns().stream(), personalColumns().stream().map(Model::authorColumn)).toList();
  }

  /** What stands in a personal column once it is erased: a value of its own kind. */
  public Object erasedValue(String personalColumn) {
    boolean isList = Arrays.stream(rowType.getRecordComponents()).anyMatch(
      component -> component.getType() == List.class && WireJson.columnName(component).equals(personalColumn)
    );
    return isList ? List.of() : ErasedText.MARKER;
  }

  /**
   * What an UPDATE in SQL sets to erase what somebody wrote; its parameters are the subject, twice for each personal
   * column. An erased text has no author any more.
   */
  public String erasingAssignments() {
    return personalColumns()
      .stream()
      .map(column ->
        "%1$s = CASE WHEN %2$s = ? THEN %3$s ELSE %1$s END, %2$s = nullif(%2$s, ?)".formatted(
          column,
          authorColumn(column),
          erasedValue(column) instanceof String text ? "'" + text + "'" : "'[]'::jsonb"
        )
      )
      .collect(Collectors.joining(", "));
  }

  /** A column with the id of a scope that sees the row. */
  public record ScopeColumn(Scope.Kind kind, String name) {
    public Scope scope(UUID id) {
      return new Scope(kind, id);
    }
  }

  /** All of {@link #scopeColumns}, the narrower scope's first, as in every change of a row. */
  public List<ScopeColumn> scopesFromTheNarrowest() {
    return Stream.of(Scope.Kind.AGENT, Scope.Kind.ORG)
      .flatMap(kind ->
        scopeColumns
          .getOrDefault(kind, List.of())
          .stream()
          .map(column -> new ScopeColumn(kind, column))
      )
      .toList();
  }

  private static List<String> columns(Class<? extends Row> rowType) {
    return Arrays.stream(rowType.getRecordComponents()).map(WireJson::columnName).toList();
  }
}
