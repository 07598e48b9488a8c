package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.Row;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Model;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A model's table: its columns in the order in which rows are kept here, those with authors last, and the database's types
 * of them.
 */
final class TableShape {

  private static final String TYPES = """
  SELECT attname, format_type(atttypid, NULL) FROM pg_attribute
  WHERE attrelid = to_regclass(?) AND attnum > 0 AND NOT attisdropped
  """;

  private final Model model;
  private final List<String> columns;
  private final List<String> types;
  private final Map<String, Integer> positions = new HashMap<>();
  private final RecordComponent[] components;
  private final List<Integer> personal;

  private TableShape(Model model, Map<String, String> types) {
    this.model = model;
    this.columns = model.storedColumns();
    this.types = columns
      .stream()
      .map(column -> typeOf(model, column, types))
      .toList();
    columns.forEach(column -> positions.put(column, positions.size()));
    this.components = model.rowType().getRecordComponents();
    this.personal = model.personalColumns().stream().map(this::position).toList();
  }

  static TableShape read(JdbcTemplate jdbc, Model model) {
    return new TableShape(model, types(jdbc, "read." + model.table()));
  }

  /** The columns of a table with their types; none if it is not there. */
  static Map<String, String> types(JdbcTemplate jdbc, String table) {
    Map<String, String> types = new HashMap<>();
    jdbc.query(
      TYPES,
      row -> {
        types.put(row.getString(1), row.getString(2));
      },
      table
    );
    return types;
  }

  private static String typeOf(Model model, String column, Map<String, String> types) {
    String type = types.get(column);
    if (type == null) {
      throw new IllegalStateException("read." + model.table() + " has no column " + column);
    }
    return type;
  }

  Model model() {
    return model;
  }

  List<String> columns() {
    return columns;
  }

  List<String> types() {
    return types;
  }

  int position(String column) {
    Integer position = positions.get(column);
    if (position == null) {
      throw new IllegalStateException(model.name() + " has no column " + column);
    }
    return position;
  }

  /** Positions of columns that hold what somebody wrote. */
  List<Integer> personal() {
    return personal;
  }

  /** Of the column with the author of what is in a personal one. */
  int author(int personalPosition) {
    return position(Model.authorColumn(columns.get(personalPosition)));
  }

  /** Separated by commas, each behind a prefix such as {@code n.}. */
  String list(String prefix) {
    return columns
      .stream()
      .map(column -> prefix + column)
      .collect(Collectors.joining(", "));
  }

  /** The values of a new row, without authors. */
  @Nullable
  Object[] values(Row row) {
    @Nullable
    Object[] values = new Object[columns.size()];
    try {
      for (int number = 0; number < components.length; number++) {
        values[number] = components[number].getAccessor().invoke(row);
      }
    } catch (IllegalAccessException | InvocationTargetException failure) {
      throw new IllegalStateException("Can't read a " + model.name(), failure);
    }
    return values;
  }

  /** The column with the org that a row belongs to. */
  String orgColumn() {
    return model.scopeColumns().getOrDefault(Scope.Kind.ORG, List.of()).getFirst();
  }

  /** The names of all columns whose values differ between {@code o} and {@code n}, as an array in SQL. */
  String differing() {
    return columns
      .stream()
      .map(column -> "CASE WHEN o.%1$s IS DISTINCT FROM n.%1$s THEN '%1$s' END".formatted(column))
      .collect(Collectors.joining(", ", "array_remove(ARRAY[", "]::text[], NULL)"));
  }

  /** Whether {@code o} and {@code n} are not the same row, as a condition in SQL. */
  String isDifferent() {
    return "(o.id IS NULL OR n.id IS NULL OR ROW(%s) IS DISTINCT FROM ROW(%s))".formatted(
      list("o."),
      list("n.")
    );
  }

  static Stream<String> names(List<TableShape> shapes) {
    return shapes.stream().map(shape -> shape.model().table());
  }
}
