package com.openagents.sync.query.sync.bootstrap;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.SyncLog;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.stream.ScopeRows;
import com.openagents.sync.query.stream.StreamRequest;
import com.openagents.sync.query.stream.StreamedAnswer;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;

/** Everything that a scope holds. */
@Component
class Bootstrap {

  /** To be kept by the caller alone, and asked about each time. */
  private static final String CACHING = "private, no-cache";

  private final SyncLog syncLog;
  private final JdbcClient jdbc;
  private final ScopeRows rows;

  Bootstrap(SyncLog syncLog, JdbcClient jdbc, ScopeRows rows) {
    this.syncLog = syncLog;
    this.jdbc = jdbc;
    this.rows = rows;
  }

  /** Needs a snapshot around it. */
  void write(StreamRequest request, ServletWebRequest exchange, StreamedAnswer answer) {
    LogHead head = syncLog.head();
    if (isKnown(request, head, exchange)) {
      return;
    }
    answer.write(request.form(), head, output -> {
      for (Model model : request.models()) {
        output.begin(model);
        rows.all(model, request.scope(), row -> output.row(model, row));
      }
    });
  }

  private boolean isKnown(StreamRequest request, LogHead head, ServletWebRequest exchange) {
    HttpServletResponse response = Objects.requireNonNull(exchange.getResponse());
    response.setHeader(HttpHeaders.CACHE_CONTROL, CACHING);
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    response.addHeader(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION);
    return exchange.checkNotModified(entityTag(request, head));
  }

  /**
   * Names this state of the scope. Weak: a later answer may say a newer {@code lastSyncId} for the same rows. Has the
   * log's first id in it so that nobody is left with a cursor that the log no longer reaches back to.
   */
  private String entityTag(StreamRequest request, LogHead head) {
    return "W/\"%s.%d.%d.%s.%s\"".formatted(
      head.epoch(),
      head.firstId(),
      lastId(request.scope()),
      request.models().stream().map(Model::name).collect(Collectors.joining("+")),
      request.form()
    );
  }

  /** Id of the scope's newest sync event. */
  private long lastId(Scope scope) {
    return jdbc
      .sql("SELECT last_id FROM sync.scopes WHERE scope = ?")
      .param(scope.toString())
      .query(Long.class)
      .single();
  }
}
