package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.gateway.SyncLogWriter.Draft;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("contract 7: random histories of connecting, subscribing, reading slowly and leaving")
class DeliveryHistoriesTest {

  private static final int SUBSCRIBERS = 12;
  private static final int SESSIONS = 15;
  private static final int BATCHES = 400;

  /** Small limits, so that every way through the gateway is taken often. */
  private static final String[] LIMITS = {
    "page-events-max=7",
    "page-bytes-max=3000",
    "outbound-queue-bytes-max=6000",
    "recent-events-bytes-max=60000",
    "tail-poll-every=50ms",
    "catch-up-readers-max=2",
  };

  @Test
  @DisplayName("contract 7: everyone gets every later event of the scope once and in order, whatever happens")
  void histories() {
    long seed = Long.getLong("agentsync.seed", System.nanoTime());
    System.out.printf("Delivery histories: -Dagentsync.seed=%d%n", seed);
    try (
      Gateway gateway = Gateway.start(LIMITS);
      ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()
    ) {
      Random luck = new Random(seed);
      SyncLogWriter log = gateway.handingOver(() -> luck.nextInt(3) > 0);
      List<Scope> scopes = Stream.generate(() -> log.org(UUID.randomUUID(), "alice"))
        .limit(3)
        .toList();
      scopes.forEach(scope -> log.write(scope, 3));
      CompletableFuture<List<Long>> last = CompletableFuture.supplyAsync(
        () -> write(log, scopes, new Random(seed)),
        threads
      );
      List<CompletableFuture<List<Segment>>> subscribers = IntStream.range(0, SUBSCRIBERS)
        .mapToObj(number ->
          CompletableFuture.supplyAsync(
            () -> new RandomSubscriber(gateway, scopes, new Random(seed + number + 1)).run(SESSIONS, last),
            threads
          )
        )
        .toList();
      List<Segment> segments = subscribers
        .stream()
        .flatMap(subscriber -> subscriber.join().stream())
        .toList();
      assertThat(segments).hasSizeGreaterThanOrEqualTo(SUBSCRIBERS * SESSIONS);
      segments.forEach(segment -> segment.verify(log));
    }
  }

  /** @return the last event of each scope */
  private static List<Long> write(SyncLogWriter log, List<Scope> scopes, Random random) {
    for (int batch = 0; batch < BATCHES; batch++) {
      List<Draft> drafts = new ArrayList<>();
      for (int event = random.nextInt(1, 9); event > 0; event--) {
        drafts.add(
          new Draft(
            scopes.get(random.nextInt(scopes.size())),
            random.nextBoolean() ? "Message" : "Agent",
            "x".repeat(random.nextInt(400))
          )
        );
      }
      log.write(drafts);
    }
    return scopes
      .stream()
      .map(scope -> log.write(scope, "Agent", "last"))
      .toList();
  }

  /**
   * What one subscription brought.
   *
   * @param whole whether it was read to the end of the log
   */
  record Segment(Scope scope, boolean agentsOnly, long cursor, List<Long> ids, boolean whole) {
    void verify(SyncLogWriter log) {
      List<Long> expected = log
        .jdbc()
        .sql(
          """
          SELECT id FROM sync.sync_events
          WHERE scope = ? AND id > ? AND (model = 'Agent' OR NOT ?) ORDER BY id
          """
        )
        .params(scope.toString(), cursor, agentsOnly)
        .query((row, _) -> row.getLong(1))
        .list();
      assertThat(ids)
        .as("events of %s after %d", scope, cursor)
        .isEqualTo(whole ? expected : expected.subList(0, Math.min(ids.size(), expected.size())));
    }
  }
}
