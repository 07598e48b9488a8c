package com.openagents.sync.query.sync.compacted;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.SyncLog;
import com.openagents.sync.query.platform.Cursor;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.stream.RowOutput;
import com.openagents.sync.query.stream.ScopeRows;
import com.openagents.sync.query.stream.StreamRequest;
import com.openagents.sync.query.stream.StreamedAnswer;
import jakarta.servlet.http.HttpServletResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;

/** The rows that changed after a cursor, whole; of those that are gone, their ids. */
@Component
class CompactedDelta {

  /** Parameters: scope, model and cursor, twice. */
  private static final String CHANGED = """
  SELECT model_id FROM sync.compacted_changes WHERE scope = ? AND model = ? AND id > ?
  UNION ALL
  SELECT model_id FROM sync.sync_events WHERE scope = ? AND model = ? AND id > ?
  """;

  private final SyncLog syncLog;
  private final ScopeRows rows;

  CompactedDelta(SyncLog syncLog, ScopeRows rows) {
    this.syncLog = syncLog;
    this.rows = rows;
  }

  /** Needs a snapshot around it that nothing was read in yet. */
  void write(StreamRequest request, Cursor cursor, ServletWebRequest exchange, StreamedAnswer answer) {
    syncLog.pin();
    LogHead head = syncLog.head();
    head.requireCompactedReach(cursor.lastSyncId(), cursor.epoch());
    HttpServletResponse response = Objects.requireNonNull(exchange.getResponse());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    answer.write(request.form(), head, output -> {
      for (Model model : request.models()) {
        output.begin(model);
        present(model, request.scope(), cursor, output);
      }
      for (Model model : request.models()) {
        output.beginDeleted(model);
        deleted(model, request.scope(), cursor, output);
      }
    });
  }

  private void present(Model model, Scope scope, Cursor cursor, RowOutput output) {
    rows.those("id IN (" + CHANGED + ")", changed(model, scope, cursor), model, scope, row ->
      output.row(model, row)
    );
  }

  private void deleted(Model model, Scope scope, Cursor cursor, RowOutput output) {
    rows.isOfScope(model, scope).ifPresent(isOfScope -> {
      List<Object> parameters = changed(model, scope, cursor);
      parameters.add(scope.id());
      rows.each(
        """
        SELECT DISTINCT model_id FROM (%s) AS changed
        WHERE NOT EXISTS (SELECT FROM read.%s AS present WHERE present.id = model_id AND %s)
        ORDER BY model_id
        """.formatted(CHANGED, model.table(), isOfScope),
        parameters,
        row -> output.deleted(model, row.getObject(1, UUID.class))
      );
    });
  }

  private static List<Object> changed(Model model, Scope scope, Cursor cursor) {
    List<Object> once = List.of(scope.toString(), model.name(), cursor.lastSyncId());
    List<Object> parameters = new ArrayList<>(once);
    parameters.addAll(once);
    return parameters;
  }
}
