package com.openagents.sync.command.eventstore;

import com.openagents.sync.command.mutation.Ids;
import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.signal.Signals;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.bind.Binder;

/** The event store's append alone. It stands in this package since nobody else may call it. */
public final class AppendRate {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final Cause CAUSE = new Cause(
    "PostMessage",
    "command",
    "alice",
    "person",
    "run",
    new UUID(0, 0)
  );
  private static final byte[] PAYLOAD = bytes(400);
  private static final byte[] METADATA = bytes(250);
  private static final String ANSWER = "x".repeat(400);

  private AppendRate() {}

  /** How many events a second get into the store of a database that has its schema. */
  public static double measure(
    DataSource database,
    int callers,
    int eventsPerCommand,
    Duration warmUp,
    Duration lasts
  ) throws InterruptedException {
    EventStoreLimits limits = new Binder().bindOrCreate("agentsync.event-store", EventStoreLimits.class);
    GroupAppender appender = new GroupAppender(database, new Handover<>(0), new Signals(), limits);
    appender.start();
    LongAdder stored = new LongAdder();
    AtomicBoolean stopped = new AtomicBoolean();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < callers; i++) {
        threads.execute(() -> {
          while (!stopped.get()) {
            appender.append(command(eventsPerCommand));
            stored.add(eventsPerCommand);
          }
        });
      }
      Thread.sleep(warmUp);
      long before = stored.sum();
      long start = System.nanoTime();
      Thread.sleep(lasts);
      double rate = ((stored.sum() - before) * 1e9) / (System.nanoTime() - start);
      stopped.set(true);
      return rate;
    } finally {
      appender.stop();
    }
  }

  private static Append command(int events) {
    UUID aggregate = Ids.next();
    List<StoredEvent> stored = IntStream.range(0, events)
      .mapToObj(sequence ->
        new StoredEvent(
          Ids.next(),
          "Message",
          aggregate,
          sequence,
          CAUSE.orgId(),
          "MessagePosted",
          "1",
          PAYLOAD,
          METADATA,
          TIME
        )
      )
      .toList();
    return new Append(Ids.next().toString(), "fingerprint", ANSWER, stored, List.of(), CAUSE);
  }

  private static byte[] bytes(int length) {
    return "x".repeat(length).getBytes(StandardCharsets.UTF_8);
  }
}
