package com.openagents.sync.query.stream;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Snapshot;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** Writes answers from one snapshot while it is read, never a whole scope in memory; some at once, each in its time. */
@Component
public class ScopeStreams {

  private static final Logger log = LoggerFactory.getLogger(ScopeStreams.class);

  /** So that a stream ends its snapshot by itself, unless its reader keeps it waiting. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Snapshot snapshot;
  private final JsonMapper json;
  private final BootstrapLimits limits;
  private final Turns turns;

  ScopeStreams(Snapshot snapshot, JsonMapper json, BootstrapLimits limits) {
    this.snapshot = snapshot;
    this.json = json;
    this.limits = limits;
    this.turns = new Turns(limits.streamsAtOnceMax(), limits.waitForStreamMax());
  }

  /**
   * Waits for its turn, then lets an answer be made within one snapshot.
   *
   * @throws Rejected with {@code overloaded}
   */
  public void answer(StreamRequest request, ServletWebRequest exchange, Consumer<StreamedAnswer> content)
    throws IOException, InterruptedException {
    turns.await();
    try {
      inSnapshot(request, exchange, content);
    } finally {
      turns.end();
    }
  }

  private void inSnapshot(StreamRequest request, ServletWebRequest exchange, Consumer<StreamedAnswer> content)
    throws IOException {
    HttpServletResponse response = Objects.requireNonNull(exchange.getResponse());
    Deadline deadline = Deadline.in(limits.streamWithin());
    try {
      snapshot.read(limits.streamWithin().plus(GRACE), () -> {
        content.accept(new StreamedAnswer(json, exchange, response, deadline));
        return response;
      });
    } catch (RuntimeException failure) {
      response.setHeader(HttpHeaders.ETAG, null);
      if (deadline.isPast()) {
        throw late(request.scope(), response);
      }
      if (failure instanceof JacksonException unwritten) {
        throw ioFailure(unwritten);
      }
      if (response.isCommitted()) {
        log.error("The stream of {} broke off; its connection is cut", request.scope(), failure);
      }
      throw failure;
    }
  }

  /** Without the failure that it came to light by. */
  private Rejected late(Scope scope, HttpServletResponse response) {
    String time = "The stream took longer than " + limits.streamWithin().toSeconds() + " s.";
    if (response.isCommitted()) {
      log.warn("{} It is of {}; its connection is cut", time, scope);
    }
    return new Rejected(RejectionCode.OVERLOADED, time + " Try again.");
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
}
