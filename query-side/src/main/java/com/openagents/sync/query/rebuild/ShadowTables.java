package com.openagents.sync.query.rebuild;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tables that a run makes, in schema {@code rebuild}, and the stages of its session. */
final class ShadowTables {

  private static final String OTHER_INDEXES = """
  SELECT indexdef FROM pg_indexes AS live
  WHERE schemaname = 'read' AND tablename = ? AND indexname <> ? || '_pkey' AND NOT EXISTS (
    SELECT FROM pg_indexes AS made
    WHERE made.schemaname = 'rebuild' AND made.tablename = live.tablename AND made.indexname = live.indexname)
  """;

  private final JdbcTemplate jdbc;
  private final List<TableShape> shapes;

  ShadowTables(RebuildSession session, List<TableShape> shapes) {
    this.jdbc = session.jdbc();
    this.shapes = shapes;
  }

  /** Each with its key, without the other indexes. */
  void create() {
    drop();
    for (TableShape shape : shapes) {
      String table = "rebuild." + shape.model().table();
      jdbc.execute(
        """
        CREATE TABLE %1$s (LIKE read.%2$s INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING GENERATED
          INCLUDING STORAGE INCLUDING COMPRESSION)
        """.formatted(table, shape.model().table())
      );
      jdbc.execute(
        "ALTER TABLE %s ADD CONSTRAINT %s_pkey PRIMARY KEY (id)".formatted(table, shape.model().table())
      );
      // As in those in use: the database's statistics would keep texts that are erased later.
      shape
        .model()
        .personalColumns()
        .forEach(column ->
          jdbc.execute("ALTER TABLE %s ALTER COLUMN %s SET STATISTICS 0".formatted(table, column))
        );
    }
    jdbc.execute(
      "CREATE TABLE rebuild.scopes (scope text PRIMARY KEY, org_id uuid NOT NULL, created_by text)"
    );
  }

  private void drop() {
    Stream.concat(TableShape.names(shapes), Stream.of("scopes")).forEach(table ->
      jdbc.execute("DROP TABLE IF EXISTS rebuild." + table)
    );
  }

  /** For this session only. */
  void createStages() {
    shapes.forEach(shape ->
      jdbc.execute(
        "CREATE TEMP TABLE IF NOT EXISTS stage_%1$s (LIKE rebuild.%1$s) ON COMMIT DELETE ROWS".formatted(
          shape.model().table()
        )
      )
    );
    shapes.forEach(shape -> dropNotNulls(shape));
  }

  /** A stage holds parts of rows. */
  private void dropNotNulls(TableShape shape) {
    jdbc.execute(
      "ALTER TABLE stage_%s %s".formatted(
        shape.model().table(),
        shape
          .columns()
          .stream()
          .map(column -> "ALTER COLUMN " + column + " DROP NOT NULL")
          .collect(Collectors.joining(", "))
      )
    );
  }

  /** Those that the tables in use have beside the key, and what the planner must know. */
  void index() {
    for (TableShape shape : shapes) {
      String table = shape.model().table();
      jdbc
        .queryForList(OTHER_INDEXES, String.class, table, table)
        .forEach(definition ->
          jdbc.execute(definition.replace(" ON read." + table + " ", " ON rebuild." + table + " "))
        );
      jdbc.execute("ANALYZE rebuild." + table);
    }
  }
}
