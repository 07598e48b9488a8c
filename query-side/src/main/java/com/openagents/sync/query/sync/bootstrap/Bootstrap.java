package com.openagents.sync.query.sync.bootstrap;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.SyncLog;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.stream.Compression;
import com.openagents.sync.query.stream.Deadline;
import com.openagents.sync.query.stream.RowOutput;
import com.openagents.sync.query.stream.ScopeRows;
import com.openagents.sync.query.stream.StreamRequest;
import com.openagents.sync.query.stream.StreamedAnswer;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
import tools.jackson.databind.json.JsonMapper;

/** Everything that a scope holds. */
@Component
class Bootstrap {

  /** To be kept by the caller alone, and asked about each time. */
  private static final String CACHING = "private, no-cache";

  private final SyncLog syncLog;
  private final JdbcClient jdbc;
  private final ScopeRows rows;
  private final JsonMapper json;

  Bootstrap(SyncLog syncLog, JdbcClient jdbc, ScopeRows rows, JsonMapper json) {
    this.syncLog = syncLog;
    this.jdbc = jdbc;
    this.rows = rows;
    this.json = json;
  }

  /** Needs a snapshot around it. */
  void write(StreamRequest request, ServletWebRequest exchange, StreamedAnswer answer) {
    LogHead head = syncLog.head();
    if (!isKnown(entityTag(request, head), exchange)) {
      answer.write(request.form(), head, output -> rows(request, output));
    }
  }

  /**
   * Makes the whole answer, compressed, or takes what is known if that is still the state. Needs a snapshot around it.
   *
   * @return nothing if it has more than so many bytes
   */
  Optional<Packed> pack(StreamRequest request, Optional<Packed> known, int bytesMax, Deadline deadline) {
    LogHead head = syncLog.head();
    String entityTag = entityTag(request, head);
    if (known.isPresent() && known.get().entityTag().equals(entityTag)) {
      return known;
    }
    BoundedBytes bytes = new BoundedBytes(bytesMax);
    try {
      GZIPOutputStream zipped = Compression.to(deadline.guard(bytes));
      RowOutput output = request.form().output(json, zipped);
      rows(request, output);
      output.end(head);
      zipped.finish();
      return Optional.of(new Packed(entityTag, head, bytes));
    } catch (BoundedBytes.TooMany tooMany) {
      return Optional.empty();
    } catch (IOException late) {
      throw new UncheckedIOException(late);
    }
  }

  /** Sends what was made for many, to a reader that takes no longer than this. */
  void send(Packed packed, StreamRequest request, ServletWebRequest exchange, Duration within)
    throws IOException {
    if (isKnown(packed.entityTag(), exchange)) {
      return;
    }
    HttpServletResponse response = Objects.requireNonNull(exchange.getResponse());
    StreamedAnswer.describe(response, request.form(), packed.head());
    response.setHeader(HttpHeaders.CONTENT_ENCODING, Compression.GZIP);
    response.setContentLength(packed.bytes().length());
    packed.bytes().writeTo(Deadline.in(within).guard(response.getOutputStream()));
  }

  private void rows(StreamRequest request, RowOutput output) {
    for (Model model : request.models()) {
      output.begin(model);
      rows.all(model, request.scope(), row -> output.stored(model, row));
    }
  }

  private static boolean isKnown(String entityTag, ServletWebRequest exchange) {
    HttpServletResponse response = Objects.requireNonNull(exchange.getResponse());
    response.setHeader(HttpHeaders.CACHE_CONTROL, CACHING);
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    response.addHeader(HttpHeaders.VARY, HttpHeaders.AUTHORIZATION);
    return exchange.checkNotModified(entityTag);
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
