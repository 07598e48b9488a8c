package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.api.sync.SyncAction;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.platform.Occurrence;
import com.openagents.sync.query.stream.ScopeRows;
import com.openagents.sync.query.synclog.LogEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What tells subscribers of the rows that differ: an ordinary change of each, in each scope that sees or saw it. */
final class Corrections {

  private final JdbcTemplate jdbc;
  private final Comparison comparison;
  private final ScopeRows rows;
  private final JsonMapper json;

  Corrections(JdbcTemplate jdbc, Comparison comparison, ScopeRows rows, JsonMapper json) {
    this.jdbc = jdbc;
    this.comparison = comparison;
    this.rows = rows;
    this.json = json;
  }

  /** @param cause by the org of the row */
  List<LogEntry> of(TableShape shape, Function<UUID, Occurrence> cause) {
    List<LogEntry> entries = new ArrayList<>();
    jdbc.query(
      "SELECT %s, d.id AS differing_id, %s AS changed, %s, %s, %s %s ORDER BY n.created_at, d.id".formatted(
        columns(shape.model(), "n."),
        shape.differing(),
        scopes(shape, "o"),
        scopes(shape, "n"),
        authors(shape),
        comparison.pairs(shape)
      ),
      row -> {
        add(entries, shape, row, cause);
      },
      shape.model().name()
    );
    return entries;
  }

  private static String columns(Model model, String prefix) {
    return model
      .columns()
      .stream()
      .map(column -> prefix + column)
      .collect(Collectors.joining(", "));
  }

  /** Each column with a scope's id, as {@code o_agent_id} and so on; and the org's as {@code o_org}. */
  private static String scopes(TableShape shape, String side) {
    return shape
      .model()
      .scopesFromTheNarrowest()
      .stream()
      .map(column -> "%1$s.%2$s AS %1$s_%2$s".formatted(side, column.name()))
      .collect(Collectors.joining(", "));
  }

  private static String authors(TableShape shape) {
    String pairs = shape
      .model()
      .personalColumns()
      .stream()
      .map(column -> "'%s', n.%s".formatted(column, Model.authorColumn(column)))
      .collect(Collectors.joining(", "));
    return "jsonb_strip_nulls(jsonb_build_object(" + pairs + "))::text AS authors";
  }

  private void add(List<LogEntry> entries, TableShape shape, ResultSet row, Function<UUID, Occurrence> cause)
    throws SQLException {
    UUID id = row.getObject("differing_id", UUID.class);
    Set<Scope> before = scopes(shape, row, "o");
    Set<Scope> after = scopes(shape, row, "n");
    Occurrence occurrence = cause.apply(
      (after.isEmpty() ? before : after)
        .stream()
        .reduce((_, org) -> org)
        .orElseThrow()
        .id()
    );
    List<Scope> inBoth = after.stream().filter(before::contains).toList();
    List<Scope> isNew = after
      .stream()
      .filter(scope -> !before.contains(scope))
      .toList();
    List<Scope> isGone = before
      .stream()
      .filter(scope -> !after.contains(scope))
      .toList();
    String model = shape.model().name();
    if (!isGone.isEmpty()) {
      entries.add(new LogEntry(isGone, model, id, SyncAction.DELETE, null, occurrence, "{}"));
    }
    if (after.isEmpty()) {
      return;
    }
    ObjectNode whole = json.valueToTree(rows.row(shape.model(), row));
    String authors = row.getString("authors");
    if (!isNew.isEmpty()) {
      entries.add(new LogEntry(isNew, model, id, SyncAction.INSERT, whole.toString(), occurrence, authors));
    }
    ObjectNode changed = json.createObjectNode();
    for (String column : (String[]) row.getArray("changed").getArray()) {
      if (whole.has(column)) {
        changed.set(column, whole.get(column));
      }
    }
    if (!inBoth.isEmpty() && !changed.isEmpty()) {
      entries.add(
        new LogEntry(inBoth, model, id, SyncAction.UPDATE, changed.toString(), occurrence, authors)
      );
    }
  }

  /** The narrower first, the org last. */
  private static Set<Scope> scopes(TableShape shape, ResultSet row, String side) throws SQLException {
    Set<Scope> scopes = new LinkedHashSet<>();
    for (Model.ScopeColumn column : shape.model().scopesFromTheNarrowest()) {
      UUID id = row.getObject(side + "_" + column.name(), UUID.class);
      if (id != null) {
        scopes.add(column.scope(id));
      }
    }
    return scopes;
  }
}
