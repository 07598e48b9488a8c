package com.openagents.sync.query.rebuild;

import com.openagents.sync.query.platform.Change.ScopeOpened;
import com.openagents.sync.query.platform.Change.TextErased;
import com.openagents.sync.query.platform.Model;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a run writes into its tables. Called within transactions, by the run's thread alone. */
final class Shadow {

  private static final String INSERT_SCOPES = """
  INSERT INTO rebuild.scopes (scope, org_id, created_by)
  SELECT * FROM unnest(?::text[], ?::uuid[], ?::text[]) ON CONFLICT (scope) DO NOTHING
  """;

  private final RebuildSession session;
  private final JdbcTemplate jdbc;
  private final List<TableShape> shapes;

  Shadow(RebuildSession session, List<TableShape> shapes) {
    this.session = session;
    this.jdbc = session.jdbc();
    this.shapes = shapes;
  }

  List<TableShape> shapes() {
    return shapes;
  }

  /** Writes what events did; returns by org what contradicts it, which is left out. */
  Map<UUID, String> write(Fold fold) {
    Map<UUID, String> contradictions = new HashMap<>(fold.contradictions());
    open(fold.scopes());
    fold.rows().forEach((shape, rows) -> write(shape, rows.values(), contradictions));
    return contradictions;
  }

  private void open(List<ScopeOpened> scopes) {
    if (!scopes.isEmpty()) {
      jdbc.update(INSERT_SCOPES, statement -> {
        var connection = statement.getConnection();
        statement.setArray(
          1,
          connection.createArrayOf(
            "text",
            scopes
              .stream()
              .map(opened -> opened.scope().toString())
              .toArray()
          )
        );
        statement.setArray(
          2,
          connection.createArrayOf("uuid", scopes.stream().map(ScopeOpened::orgId).toArray())
        );
        statement.setArray(
          3,
          connection.createArrayOf("text", scopes.stream().map(ScopeOpened::createdBy).toArray())
        );
      });
    }
  }

  private void write(TableShape shape, Collection<FoldedRow> rows, Map<UUID, String> contradictions) {
    List<FoldedRow> inserts = new ArrayList<>();
    Map<UUID, FoldedRow> deletes = new LinkedHashMap<>();
    Map<Long, List<FoldedRow>> updates = new LinkedHashMap<>();
    for (FoldedRow row : rows) {
      if (row.isNothing()) {
        continue;
      }
      switch (row.kind) {
        case INSERT -> inserts.add(row);
        case DELETE -> deletes.put(row.id, row);
        case REPLACE -> {
          deletes.put(row.id, row);
          inserts.add(row);
        }
        case UPDATE -> updates.computeIfAbsent(row.columns, _ -> new ArrayList<>()).add(row);
      }
    }
    delete(shape, deletes, contradictions);
    insert(shape, inserts, contradictions);
    updates.forEach((columns, changed) -> update(shape, columns, changed, contradictions));
  }

  private void delete(TableShape shape, Map<UUID, FoldedRow> rows, Map<UUID, String> contradictions) {
    if (!rows.isEmpty()) {
      Set<UUID> missing = new HashSet<>(rows.keySet());
      jdbc
        .queryForList(
          "DELETE FROM rebuild.%s WHERE id = ANY (?) RETURNING id".formatted(shape.model().table()),
          UUID.class,
          (Object) rows.keySet().toArray(UUID[]::new)
        )
        .forEach(missing::remove);
      missing.forEach(id ->
        contradictions.put(
          rowOf(rows, id).orgId,
          shape.model().name() + " " + id + " is deleted without being there"
        )
      );
    }
  }

  private static FoldedRow rowOf(Map<UUID, FoldedRow> rows, UUID id) {
    FoldedRow row = rows.get(id);
    if (row == null) {
      throw new IllegalStateException(id + " was not asked for");
    }
    return row;
  }

  private void insert(TableShape shape, List<FoldedRow> rows, Map<UUID, String> contradictions) {
    if (rows.isEmpty()) {
      return;
    }
    String table = shape.model().table();
    List<UUID> present = jdbc.query(
      "SELECT id FROM rebuild.%s WHERE id = ANY (?)".formatted(table),
      (row, _) -> row.getObject(1, UUID.class),
      (Object) rows
        .stream()
        .map(row -> row.id)
        .toArray(UUID[]::new)
    );
    Set<UUID> twice = new HashSet<>(present);
    List<FoldedRow> fresh = twice.isEmpty()
      ? rows
      : rows
          .stream()
          .filter(row -> !twice.contains(row.id))
          .toList();
    rows
      .stream()
      .filter(row -> twice.contains(row.id))
      .forEach(row -> contradictions.put(row.orgId, shape.model().name() + " " + row.id + " is made twice"));
    session.copy("rebuild." + table, shape, fresh);
  }

  private void update(
    TableShape shape,
    long columns,
    List<FoldedRow> rows,
    Map<UUID, String> contradictions
  ) {
    String table = shape.model().table();
    String assignments = shape
      .columns()
      .stream()
      .filter(column -> (columns & (1L << shape.position(column))) != 0)
      .map(column -> column + " = changed." + column)
      .collect(Collectors.joining(", "));
    jdbc.update("DELETE FROM stage_" + table);
    session.copy("stage_" + table, shape, rows);
    int written = jdbc.update(
      "UPDATE rebuild.%1$s AS present SET %2$s FROM stage_%1$s AS changed WHERE present.id = changed.id".formatted(
        table,
        assignments
      )
    );
    if (written < rows.size()) {
      Map<UUID, FoldedRow> byId = rows.stream().collect(Collectors.toMap(row -> row.id, row -> row));
      jdbc
        .queryForList(
          "SELECT id FROM stage_%1$s AS changed WHERE NOT EXISTS (SELECT FROM rebuild.%1$s WHERE id = changed.id)".formatted(
            table
          ),
          UUID.class
        )
        .forEach(id ->
          contradictions.put(
            rowOf(byId, id).orgId,
            shape.model().name() + " " + id + " is changed without being there"
          )
        );
    }
  }

  /** Erases what is there of a subject. */
  void erase(TextErased erased) {
    for (TableShape shape : shapes) {
      Model model = shape.model();
      if (model.personalColumns().isEmpty()) {
        continue;
      }
      String isAuthor = model
        .personalColumns()
        .stream()
        .map(column -> Model.authorColumn(column) + " = ?")
        .collect(Collectors.joining(" OR "));
      int texts = model.personalColumns().size();
      List<Object> parameters = new ArrayList<>(Collections.nCopies(2 * texts, erased.subject()));
      parameters.add(erased.orgId());
      parameters.addAll(Collections.nCopies(texts, erased.subject()));
      jdbc.update(
        "UPDATE rebuild.%s SET %s WHERE %s = ? AND (%s)".formatted(
          model.table(),
          model.erasingAssignments(),
          shape.orgColumn(),
          isAuthor
        ),
        parameters.toArray()
      );
    }
  }

  /** Takes out what is of these orgs. */
  void remove(Collection<UUID> orgs) {
    Object ids = orgs.toArray(UUID[]::new);
    for (TableShape shape : shapes) {
      jdbc.update(
        "DELETE FROM rebuild.%s WHERE %s = ANY (?)".formatted(shape.model().table(), shape.orgColumn()),
        ids
      );
    }
    jdbc.update("DELETE FROM rebuild.scopes WHERE org_id = ANY (?)", ids);
  }

  /** Takes over rows and scopes of these orgs as they are in use. */
  void takeOver(Collection<UUID> orgs) {
    if (orgs.isEmpty()) {
      return;
    }
    remove(orgs);
    Object ids = orgs.toArray(UUID[]::new);
    for (TableShape shape : shapes) {
      jdbc.update(
        "INSERT INTO rebuild.%1$s (%2$s) SELECT %2$s FROM read.%1$s WHERE %3$s = ANY (?)".formatted(
          shape.model().table(),
          shape.list(""),
          shape.orgColumn()
        ),
        ids
      );
    }
    jdbc.update(
      "INSERT INTO rebuild.scopes SELECT scope, org_id, created_by FROM sync.scopes WHERE org_id = ANY (?)",
      ids
    );
  }
}
