package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.gateway.SyncLogWriter.Draft;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A subscription")
class SubscriptionTest {

  private final Gateway gateway = Gateway.start("page-events-max=7", "subscriptions-per-socket-max=3");
  private final SyncLogWriter log = gateway.writer();

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("contract 7: catches up from its cursor, says so, and then gets what is new")
  void catchesUpAndGoesLive() {
    Scope scope = scope();
    List<Long> past = log.write(scope, 50);
    gateway.awaitTail();
    TestClient client = gateway.connect("alice").subscribe(scope, past.getFirst());

    assertThat(client.nextEventIds(49)).isEqualTo(past.subList(1, 50));
    JsonNode subscribed = client.next("subscribed");
    assertThat(subscribed.path("latestSyncId").asLong()).isGreaterThanOrEqualTo(past.getLast());
    assertThat(UUID.fromString(subscribed.path("epoch").asString())).isEqualTo(log.epoch());

    List<Long> present = log.write(scope, 3);
    assertThat(client.nextEventIds(3)).isEqualTo(present);
    client.expectNothingMore();
  }

  @Test
  @DisplayName("delivers events in their wire form, with the cursor that follows from them")
  void wireForm() {
    Scope scope = scope();
    long first = log.write(scope, "Message", "past");
    TestClient client = gateway.connect("alice").subscribe(scope, first);
    client.next("subscribed");
    long second = log.write(scope, "Message", "grüße 🎉");

    JsonNode delta = client.next("delta");
    assertThat(delta.path("scope").asString()).isEqualTo(scope.toString());
    assertThat(delta.path("latestSyncId").asLong()).isEqualTo(second);
    JsonNode event = delta.path("events").get(0);
    assertThat(event.path("id").asLong()).isEqualTo(second);
    assertThat(event.path("prev_id").asLong()).isEqualTo(first);
    assertThat(event.path("scope").asString()).isEqualTo(scope.toString());
    assertThat(event.path("action").asString()).isEqualTo("insert");
    assertThat(event.path("data").path("content").asString()).isEqualTo("grüße 🎉");
  }

  @Test
  @DisplayName("gets events of its scope only")
  void ownScopeOnly() {
    Scope mine = scope();
    Scope other = scope();
    long start = log.write(mine, "Message", "a");
    TestClient client = gateway.connect("alice").subscribe(mine, start);
    client.next("subscribed");
    log.write(other, 5);
    long id = log.write(mine, "Message", "b");
    log.write(other, 5);

    assertThat(client.nextEventIds(1)).containsExactly(id);
    client.expectNothingMore();
  }

  @Test
  @DisplayName("gets the models it asked for only, in catch-up and live")
  void modelsFilter() {
    Scope scope = scope();
    long start = log.write(scope, "Agent", "start");
    long agent = log.write(List.of(message(scope), agent(scope), message(scope))).get(1);
    gateway.awaitTail();
    TestClient client = gateway.connect("alice");
    client.send(
      """
      {"type":"subscribe","scope":"%s","lastSyncId":%d,"models":["Agent","Nothing"]}
      """.formatted(scope, start)
    );

    assertThat(client.nextEventIds(1)).containsExactly(agent);
    client.next("subscribed");
    log.write(scope, 3);
    List<Long> mixed = log.write(List.of(message(scope), agent(scope), agent(scope)));
    assertThat(client.nextEventIds(2)).isEqualTo(mixed.subList(1, 3));
    client.expectNothingMore();
  }

  @Test
  @DisplayName("starts over from the new cursor when it is made again")
  void replaced() {
    Scope scope = scope();
    List<Long> past = log.write(scope, 20);
    gateway.awaitTail();
    TestClient client = gateway.connect("alice").subscribe(scope, past.getLast());
    client.next("subscribed");
    client.subscribe(scope, past.get(9));

    assertThat(client.nextEventIds(10)).isEqualTo(past.subList(10, 20));
    client.next("subscribed");
    List<Long> present = log.write(scope, 2);
    assertThat(client.nextEventIds(2)).isEqualTo(present);
    client.expectNothingMore();
  }

  @Test
  @DisplayName("ends when the client says so")
  void unsubscribed() {
    Scope scope = scope();
    long start = log.write(scope, "Message", "a");
    TestClient client = gateway.connect("alice").subscribe(scope, start);
    client.next("subscribed");
    client.send("{\"type\":\"unsubscribe\",\"scope\":\"%s\"}".formatted(scope));
    assertThat(client.next("unsubscribed").path("scope").asString()).isEqualTo(scope.toString());

    log.write(scope, 3);
    TestClient witness = gateway.connect("alice").subscribe(scope, start);
    assertThat(witness.nextEventIds(3)).hasSize(3);
    client.expectNothingMore();
  }

  @Test
  @DisplayName("is one of a bounded number on a socket")
  void tooMany() {
    TestClient client = gateway.connect("alice");
    List<Scope> scopes = List.of(scope(), scope(), scope());
    for (Scope scope : scopes) {
      client.subscribe(scope, log.write(scope, "Message", "a"));
      client.next("subscribed");
    }
    Scope oneMore = scope();
    client.subscribe(oneMore, log.write(oneMore, "Message", "a"));
    assertThat(client.nextError("too_many_subscriptions").path("scope").asString()).isEqualTo(
      oneMore.toString()
    );

    client.subscribe(scopes.getFirst(), log.lastId());
    client.next("subscribed");
    client.send("{\"type\":\"unsubscribe\",\"scope\":\"%s\"}".formatted(scopes.getLast()));
    client.next("unsubscribed");
    client.subscribe(oneMore, log.lastId());
    client.next("subscribed");
  }

  @Test
  @DisplayName("contract 7: may start from a cursor that the tail has not reached")
  void cursorAheadOfTail() {
    for (int round = 0; round < 20; round++) {
      Scope scope = scope();
      // As a mutation's answer would: the id is known before the gateway has heard of it.
      long id = log.write(scope, "Message", "a");
      TestClient client = gateway.connect("alice").subscribe(scope, id);
      assertThat(client.next("subscribed").path("latestSyncId").asLong()).isGreaterThanOrEqualTo(id);
      long next = log.write(scope, "Message", "b");
      assertThat(client.nextEventIds(1)).containsExactly(next);
      client.expectNothingMore();
      client.abort();
    }
  }

  private Scope scope() {
    return log.org(UUID.randomUUID(), "alice");
  }

  private static Draft message(Scope scope) {
    return new Draft(scope, "Message", "text");
  }

  private static Draft agent(Scope scope) {
    return new Draft(scope, "Agent", "text");
  }
}
