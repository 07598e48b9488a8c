package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.gateway.SyncLogWriter.Draft;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("contract 11: a slow or dead consumer costs bounded memory and delays nobody else")
class SlowReaderTest {

  private static final int QUEUE_BYTES_MAX = 300_000;
  private static final String TEXT = "x".repeat(10_000);

  @Test
  @DisplayName(
    "contract 11: others go on while one does not read; it catches up from the log when it reads again"
  )
  void catchesUp() {
    try (
      Gateway gateway = Gateway.start(
        "outbound-queue-bytes-max=" + QUEUE_BYTES_MAX,
        "page-bytes-max=100000",
        "recent-events-bytes-max=2000000"
      )
    ) {
      SyncLogWriter log = gateway.writer();
      Scope scope = log.org(UUID.randomUUID(), "alice");
      long start = log.write(scope, "Message", "a");
      TestClient stalled = gateway.connect("alice").subscribe(scope, start);
      stalled.next("subscribed");
      TestClient other = gateway.connect("alice").subscribe(scope, start);
      other.next("subscribed");
      stalled.stall();

      List<Long> ids = new ArrayList<>();
      SyncSockets sockets = gateway.bean(SyncSockets.class);
      for (int round = 0; round < 100; round++) {
        List<Long> written = log.write(Collections.nCopies(20, new Draft(scope, "Message", TEXT)));
        ids.addAll(written);
        assertThat(other.nextEventIds(20)).isEqualTo(written);
        assertThat(sockets.queuedBytes()).isLessThanOrEqualTo(2L * QUEUE_BYTES_MAX);
      }
      assertThat(stalled.bytesReceived()).isLessThan((ids.size() * (long) TEXT.length()) / 2);

      stalled.readOn();
      assertThat(stalled.nextEventIds(ids.size())).isEqualTo(ids);
      long last = log.write(scope, "Message", "b");
      assertThat(stalled.nextEventIds(1)).containsExactly(last);
    }
  }

  @Test
  @DisplayName(
    "contract 11: one that does not read is cut, all that it held is let go, and it can hear why: 4408"
  )
  void cut() {
    try (
      Gateway gateway = Gateway.start(
        "outbound-queue-bytes-max=" + QUEUE_BYTES_MAX,
        "send-stalled-at-most=1s",
        "close-within=20s"
      )
    ) {
      SyncLogWriter log = gateway.writer();
      Scope scope = log.org(UUID.randomUUID(), "alice");
      long start = log.write(scope, "Message", "a");
      TestClient stalled = gateway.connect("alice").subscribe(scope, start);
      stalled.next("subscribed");
      TestClient other = gateway.connect("alice").subscribe(scope, start);
      other.next("subscribed");
      stalled.stall();

      SyncSockets sockets = gateway.bean(SyncSockets.class);
      await().until(() -> {
        List<Long> written = log.write(Collections.nCopies(20, new Draft(scope, "Message", TEXT)));
        assertThat(other.nextEventIds(20)).isEqualTo(written);
        return sockets.count() == 1;
      });
      assertThat(sockets.subscriptionCount()).isEqualTo(1);
      assertThat(sockets.queuedBytes()).isLessThanOrEqualTo(QUEUE_BYTES_MAX);

      stalled.readOn();
      assertThat(stalled.awaitClose().code()).isEqualTo(4408);
    }
  }

  @Test
  @DisplayName("contract 11: a crowd of sockets gets everything, in order")
  void crowd() {
    int sockets = 200;
    int batches = 50;
    try (Gateway gateway = Gateway.start()) {
      SyncLogWriter log = gateway.writer();
      Scope scope = log.org(UUID.randomUUID(), "alice");
      long start = log.write(scope, "Message", "a");
      List<TestClient> clients = Stream.generate(() -> gateway.connect("alice").subscribe(scope, start))
        .limit(sockets)
        .toList();
      clients.forEach(client -> client.next("subscribed"));
      long began = System.nanoTime();
      List<Long> ids = new ArrayList<>();
      for (int batch = 0; batch < batches; batch++) {
        ids.addAll(log.write(Collections.nCopies(20, new Draft(scope, "Message", "x".repeat(300)))));
      }
      clients.forEach(client -> assertThat(client.nextEventIds(ids.size())).isEqualTo(ids));
      double seconds = (System.nanoTime() - began) / 1e9;
      System.out.printf(
        "%d sockets got %d events each in %.2f s: %.0f deliveries/s%n",
        sockets,
        ids.size(),
        seconds,
        (sockets * ids.size()) / seconds
      );
    }
  }
}
