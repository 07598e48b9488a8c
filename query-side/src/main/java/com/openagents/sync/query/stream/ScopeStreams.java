package com.openagents.sync.query.stream;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Snapshot;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;
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

  /**
   * Waits for its turn, then lets something be made within one snapshot, in time.
   *
   * @throws Rejected with {@code overloaded}
   */
  public <T> T within(StreamRequest request, Function<Deadline, T> content) throws InterruptedException {
    turns.await();
    Deadline deadline = Deadline.in(limits.streamWithin());
    try {
      return snapshot.read(limits.streamWithin().plus(GRACE), () -> content.apply(deadline));
    } catch (RuntimeException failure) {
      throw deadline.isPast() ? late(request.scope()) : failure;
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
      response.setHeader(HttpHeaders.CONTENT_ENCODING, null);
      if (deadline.isPast()) {
        if (response.isCommitted()) {
          log.warn("The stream of {} took too long; its connection is cut", request.scope());
        }
        throw late(request.scope());
      }
      if (failure instanceof UncheckedIOException unwritten) {
        // Whoever reads has left; the servlet container knows what to do.
        throw unwritten.getCause();
      }
      if (response.isCommitted()) {
        log.error("The stream of {} broke off; its connection is cut", request.scope(), failure);
      }
      throw failure;
    }
  }

  /** Without the failure that it came to light by. */
  private Rejected late(Scope scope) {
    return new Rejected(
      RejectionCode.OVERLOADED,
      "The stream of %s took longer than %d s. Try again.".formatted(scope, limits.streamWithin().toSeconds())
    );
  }
}
