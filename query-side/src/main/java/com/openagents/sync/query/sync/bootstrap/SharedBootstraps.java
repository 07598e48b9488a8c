package com.openagents.sync.query.sync.bootstrap;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.query.stream.BootstrapLimits;
import com.openagents.sync.query.stream.Compression;
import com.openagents.sync.query.stream.ScopeStreams;
import com.openagents.sync.query.stream.StreamRequest;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeoutException;
import org.springframework.http.HttpMethod;
import org.springframework.stereotype.Component;
import org.springframework.web.context.request.ServletWebRequest;

/**
 * Bootstraps that many ask for at once: made once, compressed, sent to each. Whether the caller may see the scope is asked
 * before, for each; whether what was made before is still the state is asked of the database, by its entity tag.
 */
@Component
class SharedBootstraps {

  /** What is erased is never sent again, since its scope has changed; and it is not kept for longer than this. */
  private static final Duration KEPT_FOR = Duration.ofSeconds(10);
  private static final Duration LARGE_FOR = Duration.ofMinutes(1);
  private static final int LARGE_MAX = 10_000;

  private final ScopeStreams streams;
  private final Bootstrap bootstrap;
  private final BootstrapLimits limits;
  private final Rounds<StreamRequest, Optional<Packed>> rounds = new Rounds<>();
  private final Cache<StreamRequest, Packed> kept;
  private final Counter made;
  private final Counter sent;
  private final Cache<StreamRequest, Boolean> large = Caffeine.newBuilder()
    .maximumSize(LARGE_MAX)
    .expireAfterWrite(LARGE_FOR)
    .build();

  SharedBootstraps(
    ScopeStreams streams,
    Bootstrap bootstrap,
    BootstrapLimits limits,
    Signals signals,
    MeterRegistry metrics
  ) {
    this.streams = streams;
    this.bootstrap = bootstrap;
    this.limits = limits;
    this.kept = Caffeine.newBuilder()
      .maximumWeight(limits.keptBytesMax())
      .weigher((StreamRequest _, Packed packed) -> packed.bytes().length())
      .expireAfterWrite(KEPT_FOR)
      .build();
    this.made = metrics.counter("agentsync.bootstrap.made");
    this.sent = metrics.counter("agentsync.bootstrap.sent");
    signals.listen(Signals.Topic.KEYS_DESTROYED, kept::invalidateAll);
  }

  void answer(StreamRequest request, ServletWebRequest exchange) throws IOException, InterruptedException {
    Optional<Packed> packed = canShare(request, exchange) ? packed(request) : Optional.empty();
    if (packed.isPresent()) {
      bootstrap.send(packed.get(), request, exchange, limits.streamWithin());
      sent.increment();
    } else {
      streams.answer(request, exchange, answer -> bootstrap.write(request, exchange, answer));
    }
  }

  private boolean canShare(StreamRequest request, ServletWebRequest exchange) {
    return (
      HttpMethod.GET.equals(exchange.getHttpMethod()) &&
      Compression.isTakenBy(exchange.getRequest()) &&
      large.getIfPresent(request) == null
    );
  }

  private Optional<Packed> packed(StreamRequest request) throws InterruptedException {
    try {
      return rounds.share(request, limits.streamWithin(), () -> make(request));
    } catch (TimeoutException late) {
      throw new Rejected(RejectionCode.OVERLOADED, "Too many ask for it at once. Try again.");
    }
  }

  /** Nothing if it is too large to share. */
  private Optional<Packed> make(StreamRequest request) throws InterruptedException {
    Optional<Packed> known = Optional.ofNullable(kept.getIfPresent(request));
    Optional<Packed> present = streams.within(request, deadline ->
      bootstrap.pack(request, known, limits.sharedBytesMax(), deadline)
    );
    if (present.isEmpty()) {
      large.put(request, true);
    } else if (!present.equals(known)) {
      kept.put(request, present.get());
      made.increment();
    }
    return present;
  }
}
