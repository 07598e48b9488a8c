package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.gateway.SyncLogWriter.Draft;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("contract 11: a slow or dead consumer costs bounded memory and delays nobody else")
class SlowReaderTest {

  private static final int QUEUE_BYTES_MAX = 300_000;
  private static final String TEXT = "x".repeat(10_000);

  private final Gateway gateway = Gateway.start(
    "outbound-queue-bytes-max=" + QUEUE_BYTES_MAX,
    "page-bytes-max=100000",
    "recent-events-bytes-max=2000000"
  );
  private final SyncLogWriter log = gateway.writer();
  private final Scope scope = log.org(UUID.randomUUID(), "alice");

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("contract 11: others go on while one does not read, and it catches up when it reads again")
  void catchesUp() {
    TestClient stalled = follower(gateway, log, scope);
    TestClient other = follower(gateway, log, scope);
    stalled.stall();

    List<Long> ids = new ArrayList<>();
    SyncSockets sockets = gateway.bean(SyncSockets.class);
    for (int round = 0; round < 100; round++) {
      List<Long> written = log.write(large(scope));
      ids.addAll(written);
      assertThat(other.nextEventIds(20)).isEqualTo(written);
      assertThat(sockets.queuedBytes()).isLessThanOrEqualTo(2L * QUEUE_BYTES_MAX);
    }
    assertThat(stalled.bytesReceived()).isLessThan((ids.size() * (long) TEXT.length()) / 2);

    stalled.readOn();
    assertThat(nextAfter(stalled, ids.getFirst(), ids.size())).isEqualTo(ids);
    long last = log.write(scope, "Message", "b");
    assertThat(stalled.nextEventIds(1)).containsExactly(last);
    stalled.abort();
    other.abort();
  }

  @Test
  @DisplayName("contract 11: a crowd of sockets gets everything, in order")
  void crowd() {
    long start = log.write(scope, "Message", "a");
    List<TestClient> clients = Stream.generate(() -> gateway.connect("alice").subscribe(scope, start))
      .limit(200)
      .toList();
    clients.forEach(client -> client.next("subscribed"));
    List<Long> ids = new ArrayList<>();
    for (int batch = 0; batch < 25; batch++) {
      ids.addAll(log.write(Collections.nCopies(20, new Draft(scope, "Message", "x".repeat(300)))));
    }
    clients.forEach(client -> assertThat(client.nextEventIds(ids.size())).isEqualTo(ids));
    clients.forEach(TestClient::abort);
  }

  @Test
  @DisplayName("contract 11: one that does not read is cut, all that it held is let go, and it can hear why")
  void cut() {
    try (Gateway impatient = Gateway.start("send-stalled-at-most=1s", "close-within=20s")) {
      SyncLogWriter writer = impatient.writer();
      Scope watched = writer.org(UUID.randomUUID(), "alice");
      TestClient stalled = follower(impatient, writer, watched);
      TestClient other = follower(impatient, writer, watched);
      stalled.stall();

      SyncSockets sockets = impatient.bean(SyncSockets.class);
      await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> {
          List<Long> written = writer.write(large(watched));
          assertThat(nextAfter(other, written.getFirst(), 20)).isEqualTo(written);
          return sockets.count() == 1;
        });
      assertThat(sockets.subscriptionCount()).isEqualTo(1);

      stalled.readOn();
      assertThat(stalled.awaitClose().code()).isEqualTo(4408);
    }
  }

  private static TestClient follower(Gateway gateway, SyncLogWriter log, Scope scope) {
    TestClient client = gateway.connect("alice").subscribe(scope, log.write(scope, "Message", "a"));
    client.next("subscribed");
    return client;
  }

  /** Those that come before the first one were written for someone else. */
  private static List<Long> nextAfter(TestClient client, long first, int count) {
    List<Long> ids = client.nextEventIds(count);
    while (ids.getFirst() < first) {
      ids.removeFirst();
      if (ids.size() < count) {
        ids.addAll(client.nextEventIds(1));
      }
    }
    return ids;
  }

  private static List<Draft> large(Scope scope) {
    return Collections.nCopies(20, new Draft(scope, "Message", TEXT));
  }
}
