package com.openagents.sync.query.sync.bootstrap;

import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.SyncLog;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.platform.Snapshot;
import com.openagents.sync.query.sync.bootstrap.BootstrapForm.Output;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Writes a scope's state from one snapshot while it is read, never the whole scope in memory. */
@Component
class BootstrapStream {

  private static final Logger log = LoggerFactory.getLogger(BootstrapStream.class);
  /** To be kept by the caller alone, and asked about each time. */
  private static final String CACHING = "private, no-cache";

  private final Snapshot snapshot;
  private final SyncLog syncLog;
  private final ScopeState state;
  private final JsonMapper json;

  BootstrapStream(Snapshot snapshot, SyncLog syncLog, ScopeState state, JsonMapper json) {
    this.snapshot = snapshot;
    this.syncLog = syncLog;
    this.state = state;
    this.json = json;
  }

  void answer(BootstrapRequest request, ServletWebRequest exchange) throws IOException {
    HttpServletResponse response = Objects.requireNonNull(exchange.getResponse());
    try {
      snapshot.read(() -> {
        LogHead head = syncLog.head();
        if (
          !isKnown(request, head, exchange, response) && !HttpMethod.HEAD.equals(exchange.getHttpMethod())
        ) {
          write(request, head, response);
        }
        return head;
      });
    } catch (JacksonException unwritten) {
      throw ioFailure(unwritten);
    } catch (RuntimeException failure) {
      if (response.isCommitted()) {
        log.error("The bootstrap of {} broke off; its connection is cut", request.scope(), failure);
      }
      response.setHeader(HttpHeaders.ETAG, null);
      throw failure;
    }
  }

  /** Whoever reads has left; the servlet container knows what to do. */
  private static IOException ioFailure(JacksonException unwritten) {
    for (Throwable cause = unwritten.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException failure) {
        return failure;
      }
    }
    throw unwritten;
  }

  private boolean isKnown(
    BootstrapRequest request,
    LogHead head,
    ServletWebRequest exchange,
    HttpServletResponse response
  ) {
    response.setHeader(HttpHeaders.CACHE_CONTROL, CACHING);
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    response.addHeader(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION);
    return exchange.checkNotModified(request.entityTag(head, state.lastId(request.scope())));
  }

  private void write(BootstrapRequest request, LogHead head, HttpServletResponse response) {
    response.setContentType(request.form().mediaType().toString());
    // Also up front, for who passes the rows on before the end of the stream.
    response.setHeader("Sync-Id", Long.toString(head.lastId()));
    response.setHeader("Sync-Epoch", head.epoch().toString());
    Output output;
    try {
      output = request.form().output(json, response.getOutputStream());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    for (Model model : request.models()) {
      output.begin(model);
      state.rows(model, request.scope(), row -> output.row(model, row));
    }
    output.end(head);
  }
}
