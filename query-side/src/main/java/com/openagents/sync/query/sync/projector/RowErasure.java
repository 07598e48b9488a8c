package com.openagents.sync.query.sync.projector;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.api.sync.SyncAction;
import com.openagents.sync.query.event.DecodedEvent.Erasure;
import com.openagents.sync.query.platform.Catalogue;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.synclog.LogEntry;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Erases rows, page by page, each page in a transaction of the projector. An erased text has no author any more, so
 * starting over does nothing twice. {@code updated_at} stays: nobody changed what the row says, and whoever projects the
 * erased events anew gets the same rows.
 */
@Component
class RowErasure {

  private final JdbcTemplate jdbc;
  private final JsonMapper json;
  private final int rowsPerPage;
  private final List<Model> models;

  RowErasure(JdbcTemplate jdbc, JsonMapper json, Catalogue catalogue, ProjectorSettings settings) {
    this.jdbc = jdbc;
    this.rowsPerPage = settings.erasureRowsMax();
    this.json = json;
    this.models = catalogue
      .models()
      .stream()
      .filter(model -> !model.personalColumns().isEmpty())
      .toList();
  }

  /**
   * How far an erasure has come.
   *
   * @param event index of the domain event
   * @param model number of the model that is looked through
   * @param createdAt of the last row that was, with its id
   */
  record Bookmark(long event, int model, OffsetDateTime createdAt, UUID id) {
    static Bookmark start(long event, int model) {
      return new Bookmark(event, model, OffsetDateTime.MIN, new UUID(0, 0));
    }
  }

  /** @param columns those of the row with a text of the subject */
  private record Hit(UUID id, List<String> columns, List<Scope> scopes) {}

  /**
   * Rows to erase.
   *
   * @param next null if this is the last
   */
  record Page(@Nullable Model model, List<Hit> hits, @Nullable Bookmark next) {}

  /** Reads the next page. Nobody but the projector writes these tables, so it need not be under the lock. */
  Page page(Erasure erasure, @Nullable Bookmark known) {
    long event = erasure.cause().index();
    Bookmark from = known != null && known.event() == event ? known : Bookmark.start(event, 0);
    Model model = models.get(from.model());
    List<Hit> hits = new ArrayList<>();
    Bookmark[] last = { null };
    int[] rows = { 0 };
    jdbc.query(
      select(model),
      row -> {
        rows[0]++;
        Hit hit = hit(model, row);
        last[0] = new Bookmark(event, from.model(), row.getObject(2, OffsetDateTime.class), hit.id());
        if (!hit.columns().isEmpty()) {
          hits.add(hit);
        }
      },
      parameters(model, erasure, from)
    );
    boolean more = rows[0] == rowsPerPage;
    boolean moreModels = from.model() + 1 < models.size();
    return new Page(
      model,
      hits,
      more ? last[0] : moreModels ? Bookmark.start(event, from.model() + 1) : null
    );
  }

  private static String select(Model model) {
    return """
    SELECT id, created_at, %s, %s FROM read.%s
    WHERE org_id = ? AND (created_at, id) > (?, ?)
    ORDER BY created_at, id LIMIT ?
    """.formatted(
      model
        .personalColumns()
        .stream()
        .map(column -> "coalesce(%s = ?, false)".formatted(Model.authorColumn(column)))
        .collect(Collectors.joining(", ")),
      model.scopesFromTheNarrowest().stream().map(Model.ScopeColumn::name).collect(Collectors.joining(", ")),
      model.table()
    );
  }

  private Object[] parameters(Model model, Erasure erasure, Bookmark from) {
    List<Object> parameters = new ArrayList<>();
    model.personalColumns().forEach(_ -> parameters.add(erasure.erased().subject()));
    parameters.add(erasure.erased().orgId());
    parameters.add(from.createdAt());
    parameters.add(from.id());
    parameters.add(rowsPerPage);
    return parameters.toArray();
  }

  private static Hit hit(Model model, ResultSet row) throws SQLException {
    List<String> columns = new ArrayList<>();
    int position = 3;
    for (String column : model.personalColumns()) {
      if (row.getBoolean(position++)) {
        columns.add(column);
      }
    }
    Set<Scope> scopes = new LinkedHashSet<>();
    for (Model.ScopeColumn column : model.scopesFromTheNarrowest()) {
      UUID id = row.getObject(position++, UUID.class);
      if (id != null) {
        scopes.add(column.scope(id));
      }
    }
    return new Hit(row.getObject(1, UUID.class), columns, List.copyOf(scopes));
  }

  /** Erases a page's rows; returns what to log. Call it under the head's lock. */
  List<LogEntry> write(Erasure erasure, Page page) {
    Model model = page.model();
    if (model == null || page.hits().isEmpty()) {
      return List.of();
    }
    List<Object> parameters = new ArrayList<>(
      Collections.nCopies(2 * model.personalColumns().size(), erasure.erased().subject())
    );
    parameters.add(
      page
        .hits()
        .stream()
        .map(Hit::id)
        .toArray(UUID[]::new)
    );
    jdbc.update(
      "UPDATE read.%s SET %s WHERE id = ANY (?)".formatted(model.table(), model.erasingAssignments()),
      parameters.toArray()
    );
    return page
      .hits()
      .stream()
      .map(hit -> entry(model, hit, erasure))
      .toList();
  }

  private LogEntry entry(Model model, Hit hit, Erasure erasure) {
    ObjectNode changed = json.createObjectNode();
    hit.columns().forEach(column -> changed.set(column, json.valueToTree(model.erasedValue(column))));
    return new LogEntry(
      hit.scopes(),
      model.name(),
      hit.id(),
      SyncAction.UPDATE,
      changed.toString(),
      erasure.cause()
    );
  }

  /** Hands over to those who erase what is older. Call it with the last page, in its transaction. */
  void rowsAreErased(Erasure erasure, long lastId) {
    jdbc.update(
      """
      INSERT INTO sync.erasures (event_index, org_id, subject, erased_at, until_id) VALUES (?, ?, ?, ?::timestamptz, ?)
      ON CONFLICT (event_index) DO NOTHING
      """,
      erasure.cause().index(),
      erasure.erased().orgId(),
      erasure.erased().subject(),
      erasure.cause().time().toString(),
      lastId
    );
    models.forEach(model ->
      jdbc.update(
        """
        INSERT INTO sync.tables_to_rewrite (name) VALUES (?)
        ON CONFLICT (name) DO UPDATE SET marked_at = clock_timestamp()
        """,
        "read." + model.table()
      )
    );
  }
}
