package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.sync.Scope;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A socket")
class SocketLifeTest {

  @Test
  @DisplayName("stays open while its peer answers pings, however quiet it is otherwise")
  void answersPings() {
    try (Gateway gateway = Gateway.start("ping-every=200ms", "silent-at-most=1s")) {
      TestClient quiet = gateway.connect("alice");
      TestClient witness = gateway.connect("alice");
      witness.stall();
      witness.send("{\"type\":\"ping\"}").send("{\"type\":\"ping\"}").next("pong");
      // One that does not read answers no ping: it is closed, which takes longer than silent-at-most.
      await().until(() -> gateway.bean(SyncSockets.class).count() == 1);
      assertThat(quiet.isClosed()).isFalse();
      quiet.expectNothingMore();
      witness.readOn();
      witness.next("pong");
      assertThat(witness.nextError("too_slow").path("retryable").asBoolean()).isTrue();
      assertThat(witness.awaitClose().code()).isEqualTo(4408);
    }
  }

  @Test
  @DisplayName("is not on the list that the container goes through every second")
  void notLookedAt() {
    try (Gateway gateway = Gateway.start()) {
      List<TestClient> clients = Stream.generate(() -> gateway.connect("alice"))
        .limit(10)
        .toList();
      clients.forEach(client -> client.send("{\"type\":\"ping\"}").next("pong"));
      assertThat(gateway.protocol().getWaitingProcessorCount()).isZero();
    }
  }

  @Test
  @DisplayName(
    "hears when to connect again before it is closed with 1001, and one of many at another time than others"
  )
  void reconnect() {
    Gateway gateway = Gateway.start("reconnects-per-second-max=10", "reconnect-spread-at-most=8s");
    SyncLogWriter log = gateway.writer();
    Scope scope = log.org(UUID.randomUUID(), "alice");
    long id = log.write(scope, "Message", "a");
    List<TestClient> clients = Stream.generate(() -> gateway.connect("alice").subscribe(scope, id))
      .limit(100)
      .toList();
    clients.forEach(client -> client.next("subscribed"));
    gateway.stop();
    List<Long> waits = clients
      .stream()
      .map(client -> client.next("reconnect").path("afterMs").asLong())
      .toList();
    assertThat(waits).allSatisfy(wait -> assertThat(wait).isBetween(0L, 8_000L));
    assertThat(Set.copyOf(waits)).hasSizeGreaterThan(50);
    assertThat(waits).anySatisfy(wait -> assertThat(wait).isGreaterThan(4_000));
    assertThat(clients).allSatisfy(client -> {
      assertThat(client.awaitClose().code()).isEqualTo(1001);
      assertThat(client.poll()).isNull();
    });
    gateway.close();
  }

  @Test
  @DisplayName("hears 1001 when the app stops, and leaves no subscription behind when its client is gone")
  void shutdown() {
    Gateway gateway = Gateway.start();
    SyncLogWriter log = gateway.writer();
    Scope scope = log.org(UUID.randomUUID(), "alice");
    long id = log.write(scope, "Message", "a");
    List<TestClient> clients = Stream.generate(() -> gateway.connect("alice").subscribe(scope, id))
      .limit(10)
      .toList();
    clients.forEach(client -> client.next("subscribed"));
    SyncSockets sockets = gateway.bean(SyncSockets.class);
    assertThat(sockets.subscriptionCount()).isEqualTo(10);

    clients.getFirst().abort();
    await().until(() -> sockets.count() == 9 && sockets.subscriptionCount() == 9);
    gateway.stop();
    assertThat(clients.subList(1, 10)).allSatisfy(client ->
      assertThat(client.awaitClose().code()).isEqualTo(1001)
    );
    gateway.close();
  }
}
