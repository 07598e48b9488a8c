package com.openagents.sync.query.audit;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.query.event.EventDecoder;
import com.openagents.sync.query.event.StoredEvents;
import com.openagents.sync.query.platform.Snapshot;
import com.openagents.sync.query.stream.Deadline;
import com.openagents.sync.query.stream.Turns;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes the history of a scope while it is read, some events in memory at a time. The store only grows, in its order, so
 * one snapshot after another sees the same: none is kept open for long, however long the history is.
 */
@Component
class Exports {

  private static final Logger log = LoggerFactory.getLogger(Exports.class);
  private static final String EVENTS = """
  WHERE org_id = ? AND global_index > ? AND global_index <= ? ORDER BY global_index
  """;

  private final Snapshot snapshot;
  private final StoredEvents store;
  private final EventDecoder decoder;
  private final JdbcClient jdbc;
  private final JsonMapper json;
  private final AuditLimits limits;
  private final Turns turns;

  Exports(
    Snapshot snapshot,
    StoredEvents store,
    EventDecoder decoder,
    JdbcClient jdbc,
    JsonMapper json,
    AuditLimits limits
  ) {
    this.snapshot = snapshot;
    this.store = store;
    this.decoder = decoder;
    this.jdbc = jdbc;
    this.json = json;
    this.limits = limits;
    this.turns = new Turns(limits.exportsAtOnceMax(), limits.waitForExportMax());
  }

  /** Global index of the store's last event. */
  long head() {
    return jdbc.sql("SELECT last_index FROM event_store.head").query(Long.class).single();
  }

  /** What is known before anything is read. */
  void describe(ExportRequest request, long through, HttpServletResponse response) {
    response.setContentType(request.form().mediaType());
    response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    response.setHeader("Export-Through", Long.toString(through));
    response.setHeader(
      HttpHeaders.CONTENT_DISPOSITION,
      ContentDisposition.attachment().filename(request.fileName()).build().toString()
    );
  }

  /** @throws Rejected with {@code overloaded} */
  void write(ExportRequest request, long through, HttpServletResponse response)
    throws IOException, InterruptedException {
    turns.await();
    Deadline deadline = Deadline.in(limits.exportWithin());
    try {
      describe(request, through, response);
      write(request, through, deadline.guard(response.getOutputStream()));
    } catch (RuntimeException failure) {
      if (deadline.isPast()) {
        log.warn("The export of {} took too long; its connection is cut", request.scope());
        throw new Rejected(
          RejectionCode.OVERLOADED,
          "The export took longer than " + limits.exportWithin().toSeconds() + " s. Go on with 'after'."
        );
      }
      if (failure instanceof UncheckedIOException readerIsGone) {
        throw readerIsGone.getCause();
      }
      throw failure;
    } finally {
      turns.end();
    }
  }

  private void write(ExportRequest request, long through, OutputStream stream) {
    UUID orgId = orgOf(request);
    ExportSink sink = new ExportSink(stream);
    ExportRun run = new ExportRun(decoder, request, request.form().output(json, sink), sink);
    boolean hasMore = true;
    while (hasMore) {
      hasMore = readOn(run, orgId, through);
    }
    run.end(through);
  }

  /** Returns whether there may be more. */
  private boolean readOn(ExportRun run, UUID orgId, long through) {
    return snapshot.read(limits.snapshotWithin().plus(limits.readerWaitMax()), () -> {
      Deadline untilNext = Deadline.in(limits.snapshotWithin());
      long before = run.reached();
      store.each(
        event -> {
          run.take(event);
          return !untilNext.isPast();
        },
        EVENTS,
        orgId,
        before,
        through
      );
      return untilNext.isPast() && run.reached() > before;
    });
  }

  private UUID orgOf(ExportRequest request) {
    return jdbc
      .sql("SELECT org_id FROM sync.scopes WHERE scope = ?")
      .param(request.scope().toString())
      .query(UUID.class)
      .single();
  }
}
