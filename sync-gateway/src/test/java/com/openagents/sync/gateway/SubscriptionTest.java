package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
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

  private final Gateway gateway = Gateway.start();
  private final SyncLogWriter log = gateway.writer();

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("contract 7: catches up from its cursor, says so, and then gets what is new")
  void catchesUpAndGoesLive() {
    Scope scope = log.org(UUID.randomUUID(), "alice");
    List<Long> past = log.write(scope, 5);
    TestClient client = gateway.connect("alice").subscribe(scope, past.getFirst());

    assertThat(client.nextEventIds(4)).isEqualTo(past.subList(1, 5));
    JsonNode subscribed = client.next("subscribed");
    assertThat(subscribed.path("latestSyncId").asLong()).isGreaterThanOrEqualTo(past.getLast());
    assertThat(subscribed.path("epoch").asString()).isNotEmpty();

    List<Long> present = log.write(scope, 3);
    assertThat(client.nextEventIds(3)).isEqualTo(present);
  }
}
