package com.openagents.sync.query.sync.bootstrap;

import com.openagents.sync.api.Row;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.SyncLog;
import com.openagents.sync.query.event.PastRows;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.stream.RowOutput;
import com.openagents.sync.query.stream.ScopeRows;
import com.openagents.sync.query.stream.StreamRequest;
import com.openagents.sync.query.stream.StreamedAnswer;
import jakarta.servlet.http.HttpServletResponse;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a scope held at a point of the past. Goes back from the present: rows that did not change since are as they are
 * now; of the others the log says which columns changed first after the point, and the events before tell their values.
 * So it costs what happened since, and needs the log from the point on only.
 */
@Component
class PastState {

  private final SyncLog syncLog;
  private final PastPoints points;
  private final ScopeRows rows;
  private final PastRows pastRows;
  private final JsonMapper json;

  PastState(SyncLog syncLog, PastPoints points, ScopeRows rows, PastRows pastRows, JsonMapper json) {
    this.syncLog = syncLog;
    this.points = points;
    this.rows = rows;
    this.pastRows = pastRows;
    this.json = json;
  }

  /** Needs a snapshot around it that nothing was read in yet. */
  void write(
    StreamRequest request,
    PastPoint point,
    @Nullable UUID epoch,
    ServletWebRequest exchange,
    StreamedAnswer answer
  ) {
    syncLog.pin();
    LogHead head = syncLog.head();
    long syncId = points.syncId(point, request.scope(), head, epoch);
    HttpServletResponse response = Objects.requireNonNull(exchange.getResponse());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    LogHead then = new LogHead(
      head.epoch(),
      syncId,
      head.firstId(),
      head.firstCompactedId(),
      head.redactions()
    );
    answer.write(request.form(), then, output -> {
      for (Model model : request.models()) {
        output.begin(model);
        write(model, request.scope(), syncId, output);
      }
    });
  }

  private void write(Model model, Scope scope, long syncId, RowOutput output) {
    rows.isOfScope(model, scope).ifPresent(isOfScope -> {
      rows.each(
        rowsThen(model, isOfScope),
        List.of(scope.toString(), model.name(), syncId, scope.id()),
        row -> {
          Row then = asItWas(model, row);
          if (then != null) {
            output.row(model, then);
          }
        }
      );
    });
  }

  /** The model's columns; then, of rows that changed since: id, index of the first event since, changed columns. */
  private static String rowsThen(Model model, String isOfScope) {
    String columns = model
      .columns()
      .stream()
      .map(column -> "present." + column)
      .collect(Collectors.joining(", "));
    return """
    WITH later AS MATERIALIZED (
      SELECT model_id,
        (array_agg(action ORDER BY id))[1] AS first_action,
        -- What a rebuild wrote follows from all events up to there.
        (array_agg(CASE WHEN authors IS NULL THEN event_index ELSE event_index + 1 END ORDER BY id))[1] AS first_index,
        array_agg(DISTINCT changed) FILTER (WHERE changed IS NOT NULL) AS changed
      FROM sync.sync_events
      LEFT JOIN LATERAL jsonb_object_keys(CASE action WHEN 'update' THEN data END) AS changed ON true
      WHERE scope = ? AND model = ? AND id > ?
      GROUP BY model_id
    )
    SELECT %1$s, NULL::uuid AS model_id, NULL::bigint AS first_index, NULL::text[] AS changed, false AS gone,
      present.created_at AS made_at, present.id AS made_id
    FROM read.%2$s AS present
    WHERE %3$s AND NOT EXISTS (SELECT FROM later WHERE later.model_id = present.id)
    UNION ALL
    SELECT %1$s, later.model_id, first_index, changed, present.id IS NULL,
      coalesce(present.created_at, (
        SELECT created_at FROM event_store.domain_events
        WHERE aggregate_id = later.model_id ORDER BY sequence_number LIMIT 1
      )), later.model_id
    FROM later LEFT JOIN read.%2$s AS present ON present.id = later.model_id
    WHERE first_action <> 'insert'
    ORDER BY made_at, made_id
    """.formatted(columns, model.table(), isOfScope);
  }

  /** Null for a row that no event made: a rebuild took it away since. */
  private @Nullable Row asItWas(Model model, ResultSet row) throws SQLException {
    UUID id = row.getObject("model_id", UUID.class);
    if (id == null) {
      return rows.row(model, row);
    }
    long index = row.getLong("first_index");
    ObjectNode known = json.createObjectNode();
    Set<String> unknown = null;
    if (!row.getBoolean("gone")) {
      known = json.valueToTree(rows.row(model, row));
      unknown = columns(row.getArray("changed"));
    }
    known.setAll(pastRows.before(index, model, id, aggregateId(model, id, known), unknown));
    return known.size() < model.columns().size() ? null : json.treeToValue(known, model.rowType());
  }

  private static Set<String> columns(@Nullable Array changed) throws SQLException {
    return changed == null ? Set.of() : Set.of((String[]) changed.getArray());
  }

  private static UUID aggregateId(Model model, UUID id, ObjectNode present) {
    return model.aggregateColumn().equals("id")
      ? id
      : UUID.fromString(present.get(model.aggregateColumn()).stringValue());
  }
}
