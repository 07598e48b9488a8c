package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.gateway.TestClient.Close;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("contract 10: no event reaches who may not see its scope")
class AccessTest {

  private final Gateway gateway = Gateway.start();
  private final SyncLogWriter log = gateway.writer();
  private final UUID org = UUID.randomUUID();
  private final Scope scope = log.org(org, "alice");
  private final Scope agent = log.agent(UUID.randomUUID(), org);

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("contract 10: a scope of someone else is forbidden, and nothing of it is delivered")
  void foreignScope() {
    TestClient stranger = gateway.connect("mallory", UUID.randomUUID());
    for (Scope foreign : new Scope[] { scope, agent }) {
      stranger.subscribe(foreign, 1);
      assertThat(stranger.nextError("forbidden").path("scope").asString()).isEqualTo(foreign.toString());
      stranger.subscribe(foreign, 0);
      stranger.nextError("forbidden");
    }
    TestClient owner = gateway.connect("alice").subscribe(scope, log.write(scope, "Message", "a"));
    owner.next("subscribed");
    log.write(scope, "Message", "secret");
    owner.next("delta");
    stranger.expectNothingMore();
    assertThat(gateway.querySide().requests()).isEmpty();
  }

  @Test
  @DisplayName("contract 10: a scope that nobody knows is refused")
  void unknownScope() {
    TestClient client = gateway.connect("alice").subscribe(Scope.org(UUID.randomUUID()), 1);
    client.nextError("scope_unknown");
    client.subscribe(Scope.agent(UUID.randomUUID()), 1);
    client.nextError("scope_unknown");
  }

  @Test
  @DisplayName("lets in who belongs to the org by token, or created it")
  void members() {
    long id = log.write(agent, "Message", "a");
    TestClient creator = gateway.connect("alice").subscribe(agent, id);
    creator.next("subscribed");
    TestClient member = gateway.connect("bob", org).subscribe(agent, id);
    member.next("subscribed");
  }

  @Test
  @DisplayName("contract 10: a token that expires ends the socket: token_expired, then close 4401")
  void expiry() {
    long id = log.write(scope, "Message", "a");
    TestClient client = gateway
      .connectWith(gateway.token("alice", Duration.ofSeconds(3)))
      .subscribe(scope, id);
    client.next("subscribed");
    client.nextError("token_expired");
    assertThat(client.awaitClose()).extracting(Close::code).isEqualTo(4401);
  }

  @Test
  @DisplayName("a fresh token of the same subject keeps the socket open past the first one's expiry")
  void freshToken() {
    Instant expiry = Instant.now().plusSeconds(3);
    TestClient client = gateway.connectWith(gateway.token("alice", Duration.ofSeconds(3)));
    long id = log.write(scope, "Message", "a");
    client.subscribe(scope, id).next("subscribed");
    client.send(auth(gateway.token("alice", Duration.ofMinutes(10))));
    assertThat(Instant.parse(client.next("authenticated").path("expiresAt").asString())).isAfter(
      Instant.now().plusSeconds(500)
    );

    TestClient other = gateway.connectWith(gateway.token("alice", Duration.between(Instant.now(), expiry)));
    assertThat(other.awaitClose().code()).isEqualTo(4401);
    long next = log.write(scope, "Message", "b");
    assertThat(client.nextEventIds(1)).containsExactly(next);
  }

  @Test
  @DisplayName("a token of another subject, or none at all, changes nothing")
  void otherSubject() {
    TestClient client = gateway.connect("alice");
    client.send(auth(gateway.token("bob", Duration.ofHours(1), org)));
    client.nextError("forbidden");
    client.send(auth("nonsense"));
    client.nextError("unauthenticated");
    client.send(auth(gateway.token("alice", Duration.ofHours(-1))));
    client.nextError("unauthenticated");
    long id = log.write(scope, "Message", "a");
    client.subscribe(scope, id).next("subscribed");
  }

  @Test
  @DisplayName("contract 10: a fresh token that allows less evicts what it no longer allows")
  void lesserToken() {
    long id = log.write(agent, "Message", "a");
    TestClient client = gateway.connect("bob", org).subscribe(agent, id);
    client.next("subscribed");
    client.send(auth(gateway.token("bob", Duration.ofHours(1))));
    client.next("authenticated");
    assertThat(client.nextError("forbidden").path("scope").asString()).isEqualTo(agent.toString());

    TestClient witness = gateway.connect("alice").subscribe(agent, id);
    witness.next("subscribed");
    log.write(agent, "Message", "secret");
    witness.next("delta");
    client.expectNothingMore();
  }

  private static String auth(String token) {
    return "{\"type\":\"auth\",\"token\":\"%s\"}".formatted(token);
  }
}
