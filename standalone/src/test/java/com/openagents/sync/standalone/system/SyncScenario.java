package com.openagents.sync.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.standalone.system.Client.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The way of one change, seen from outside. However the parts are put together, it is the same. */
abstract class SyncScenario {

  /** Where the parts listen. */
  abstract Client.Addresses engine();

  @Test
  void aPostIsVisibleInBootstrapAndDeltaAndComesLive() {
    Client client = client();
    String agent = agent(client);
    String scope = "agent:" + agent;
    try (Socket socket = new Socket(client)) {
      socket.send(Map.of("type", "subscribe", "scope", scope, "lastSyncId", 0));
      JsonNode state = socket.awaitType("bootstrap");
      long cursor = socket.awaitType("subscribed").path("latestSyncId").asLong();
      assertThat(state.path("models").path("Agents").path(0).path("id").asString()).isEqualTo(agent);

      Answer posted = client.post("/api/message", Map.of("agent_id", agent, "content", "Grüße 🪵\u001b[31m"));
      assertThat(posted.status()).isEqualTo(201);
      String message = posted.body().path("id").asString();

      assertThat(client.models(scope).path("Messages").path(0)).isEqualTo(posted.body());
      List<JsonNode> delta = client.events(scope, cursor);
      assertThat(delta).hasSize(1);
      assertThat(delta.getFirst().path("data")).isEqualTo(posted.body());
      assertThat(delta.getFirst().path("id").asLong()).isLessThanOrEqualTo(posted.syncId());
      assertThat(socket.awaitEvent(cursor + 1, message)).isEqualTo(delta.getFirst());
    }
  }

  @Test
  void editsAndDeletionsComeInOrder() {
    Client client = client();
    String agent = agent(client);
    try (Socket socket = new Socket(client)) {
      socket.send(Map.of("type", "subscribe", "scope", client.orgScope(), "lastSyncId", 0));
      socket.awaitType("subscribed");
      String message = client
        .post("/api/message", Map.of("agent_id", agent, "content", "one"))
        .body()
        .path("id")
        .asString();
      client.patch("/api/message/" + message, Map.of("content", "two"));
      Answer gone = client.delete("/api/message/" + message);
      assertThat(gone.body().path("content").asString()).isEqualTo("two");

      socket.await(frame ->
        frame
          .path("events")
          .valueStream()
          .anyMatch(event -> event.path("action").asString().equals("delete"))
      );
      assertThat(
        socket
          .events()
          .stream()
          .filter(event -> event.path("model_id").asString().equals(message))
          .map(event -> event.path("action").asString())
      ).containsExactly("insert", "update", "delete");
      assertThat(
        client
          .models("agent:" + agent)
          .path("Messages")
          .size()
      ).isZero();
    }
  }

  @Test
  void aStepRunsAndIsObserved() {
    Client client = client();
    String agent = agent(client);
    Answer step = client.post("/api/reasoning", Map.of("agent_id", agent, "thought", "hm", "action", "ls"));
    assertThat(step.body().path("observation").isNull()).isTrue();
    String path = "/api/reasoning/" + step.body().path("id").asString();
    assertThat(client.patch(path, Map.of("observation", "")).status()).isEqualTo(200);
    assertThat(client.patch(path, Map.of("observation", "x")).body().path("code").asString()).isEqualTo(
      "already_observed"
    );
    assertThat(
      client
        .models("agent:" + agent)
        .path("ReasoningSteps")
        .path(0)
        .path("observation")
        .asString("?")
    ).isEmpty();
  }

  @Test
  void aCodeChangeIsDecidedAndApplied() {
    Client client = client();
    String agent = agent(client);
    String diff = "--- a/x\n+++ b/x\n@@ -1 +1,2 @@\n-a\n+b\n+c\n";
    Answer proposed = client.post("/api/code-change", Map.of("agent_id", agent, "title", "x", "diff", diff));
    String path = "/api/code-change/" + proposed.body().path("id").asString();
    assertThat(
      client
        .post(path + "/apply", Map.of())
        .body()
        .path("code")
        .asString()
    ).isEqualTo("illegal_step");
    client.post(path + "/accept", Map.of());
    Answer applied = client.post(path + "/apply", Map.of());
    assertThat(applied.body().path("status").asString()).isEqualTo("applied");
    assertThat(
      client
        .models("agent:" + agent)
        .path("CodeChanges")
        .path(0)
    ).isEqualTo(applied.body());
    assertThat(applied.body().path("files").path(0).path("added").asInt()).isEqualTo(2);
  }

  @Test
  void moneyMovesAndBothSidesSeeIt() {
    Client client = client();
    String payer = account(client, Map.of("agent_id", agent(client), "currency", "USD"));
    String payee = account(client, Map.of("org_id", client.org(), "currency", "USD"));
    client.post("/api/account/" + payer + "/deposit", Map.of("amount", 100));
    String settled = payment(client, payer, payee, 60, Map.of());
    assertThat(client.post("/api/payment/" + settled + "/settle", Map.of()).status()).isEqualTo(200);
    assertThat(balances(client)).containsEntry(payer, 40L).containsEntry(payee, 60L);

    String forgotten = payment(client, payer, payee, 40, Map.of("expires_in_seconds", 1));
    await()
      .atMost(Duration.ofSeconds(30))
      .until(() -> failure(client, forgotten).equals("its reservation ran out"));
    assertThat(
      client
        .models(client.orgScope())
        .path("Accounts")
        .valueStream()
        .map(account -> account.path("reserved").asLong())
    ).containsOnly(0L);
    assertThat(balances(client).values().stream().mapToLong(Long::longValue).sum()).isZero();
  }

  private static String account(Client client, Map<String, ?> owner) {
    return client.post("/api/account", owner).body().path("id").asString();
  }

  /** Requested and reserved. */
  private static String payment(
    Client client,
    String from,
    String to,
    long amount,
    Map<String, ?> reservation
  ) {
    Answer requested = client.post(
      "/api/payment",
      Map.of("from_account_id", from, "to_account_id", to, "amount", amount, "currency", "USD")
    );
    String id = requested.body().path("id").asString();
    assertThat(client.post("/api/payment/" + id + "/reserve", reservation).status()).isEqualTo(200);
    return id;
  }

  private static String failure(Client client, String payment) {
    return client
      .models(client.orgScope())
      .path("Payments")
      .valueStream()
      .filter(row -> row.path("id").asString().equals(payment))
      .map(row -> row.path("failure").asString(""))
      .findFirst()
      .orElse("");
  }

  private static Map<String, Long> balances(Client client) {
    return client
      .models(client.orgScope())
      .path("Accounts")
      .valueStream()
      .collect(
        Collectors.toMap(
          account -> account.path("id").asString(),
          account -> account.path("balance").asLong()
        )
      );
  }

  @Test
  void aRepeatTakesNoEffectAndGetsTheFirstAnswer() {
    Client client = client();
    String agent = agent(client);
    String key = UUID.randomUUID().toString();
    Answer first = client.post("/api/message", Map.of("agent_id", agent, "content", "once"), key);
    Answer second = client.post("/api/message", Map.of("agent_id", agent, "content", "once"), key);
    assertThat(second.body()).isEqualTo(first.body());
    assertThat(
      client
        .models("agent:" + agent)
        .path("Messages")
        .size()
    ).isEqualTo(1);
  }

  @Test
  void aCursorCatchesUpOverTheSocket() {
    Client client = client();
    String agent = agent(client);
    long cursor = client
      .get("/sync/bootstrap?scope=agent:" + agent)
      .body()
      .path("lastSyncId")
      .asLong();
    Answer missed = client.post("/api/message", Map.of("agent_id", agent, "content", "missed"));
    try (Socket socket = new Socket(client)) {
      socket.send(Map.of("type", "subscribe", "scope", "agent:" + agent, "lastSyncId", cursor));
      socket.awaitEvent(cursor + 1, missed.body().path("id").asString());
      assertThat(socket.awaitType("subscribed").path("latestSyncId").asLong()).isGreaterThanOrEqualTo(
        cursor + 1
      );
      assertThat(socket.events()).hasSize(1);
    }
  }

  @Test
  @DisplayName("contract 4: each event names the one before it, however it comes")
  void everyEventNamesTheOneBefore() {
    Client client = client();
    String agent = agent(client);
    long cursor = client
      .get("/sync/bootstrap?scope=" + client.orgScope())
      .body()
      .path("lastSyncId")
      .asLong();
    client.post("/api/message", Map.of("agent_id", agent, "content", "missed"));
    try (Socket socket = new Socket(client)) {
      socket.send(Map.of("type", "subscribe", "scope", client.orgScope(), "lastSyncId", cursor));
      socket.awaitType("subscribed");
      Answer live = client.post("/api/message", Map.of("agent_id", agent, "content", "live"));
      socket.awaitEvent(cursor + 1, live.body().path("id").asString());
      List<JsonNode> events = socket.events();
      assertThat(events.getFirst().path("prev_id").asLong()).isBetween(1L, cursor);
      for (int at = 1; at < events.size(); at++) {
        assertThat(events.get(at).path("prev_id")).isEqualTo(events.get(at - 1).path("id"));
      }
      assertThat(events).isEqualTo(client.events(client.orgScope(), cursor));
    }
  }

  @Test
  @DisplayName("contract 8: a cursor that can't be caught up is told why and what next")
  void aCursorThatCantBeCaughtUpIsToldSo() {
    Client client = client();
    try (Socket socket = new Socket(client)) {
      agent(client);
      socket.send(Map.of("type", "subscribe", "scope", client.orgScope(), "lastSyncId", Long.MAX_VALUE));
      JsonNode ahead = socket.awaitType("resync");
      assertThat(ahead.path("reason").asString()).isEqualTo("ahead");
      assertThat(ahead.path("next").asString()).isEqualTo("bootstrap");
      String other = UUID.randomUUID().toString();
      socket.send(Map.of("type", "subscribe", "scope", client.orgScope(), "lastSyncId", 1, "epoch", other));
      JsonNode epoch = socket.await(frame -> frame.path("reason").asString().equals("epoch"));
      assertThat(epoch.path("next").asString()).isEqualTo("bootstrap");
    }
  }

  @Test
  void whoDoesNotBelongToAnOrgSeesNothingOfIt() {
    Client owner = client();
    String agent = agent(owner);
    Client stranger = client();
    assertThat(stranger.get("/sync/bootstrap?scope=" + owner.orgScope()).status()).isEqualTo(403);
    assertThat(stranger.get("/sync/delta?lastSyncId=0&scope=agent:" + agent).status()).isEqualTo(403);
    assertThat(stranger.post("/api/message", Map.of("agent_id", agent, "content", "hi")).status()).isEqualTo(
      403
    );
    try (Socket socket = new Socket(stranger)) {
      socket.send(Map.of("type", "subscribe", "scope", "agent:" + agent, "lastSyncId", 0));
      assertThat(socket.awaitType("error").path("code").asString()).isEqualTo("forbidden");
    }
  }

  private Client client() {
    String name = UUID.randomUUID().toString();
    return new Client(engine(), "user-" + name, "org-" + name);
  }

  private static String agent(Client client) {
    Answer answer = client.post("/api/agent", Map.of("org_id", client.org(), "name", "Ada"));
    assertThat(answer.status()).isEqualTo(201);
    return answer.body().path("id").asString();
  }
}
