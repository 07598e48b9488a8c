package com.openagents.sync.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.Features;
import com.openagents.sync.command.testing.Answer;
import com.openagents.sync.command.testing.Api;
import com.openagents.sync.command.testing.Api.Tenant;
import com.openagents.sync.command.testing.Call;
import com.openagents.sync.command.testing.CommandSideServer;
import com.openagents.sync.command.testing.StoredEvents;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who and what is behind each stored event and mutation. */
@CommandSideServer
class ProvenanceTest {

  private static final String RUN = "run-7";
  private static final String DIFF = "--- a/x\\n+++ b/x\\n@@ -1 +1 @@\\n-a\\n+b\\n";

  @LocalServerPort
  private int port;

  @Autowired
  private StoredEvents events;

  @Autowired
  private JdbcClient jdbc;

  private Tenant tenant = Tenant.NOBODY;

  @BeforeEach
  void newTenant() {
    tenant = new Api(port).newTenant();
  }

  @Test
  @DisplayName("each kind of event says its actor, mutation, correlation, causation and time")
  void everyKindOfEvent() {
    Set<String> seen = new TreeSet<>();
    for (String mutationId : everyMutation()) {
      events.ofMutation(mutationId).forEach(event -> {
        seen.add(event.payloadType());
        assertThat(event.metadata().propertyNames()).containsExactlyInAnyOrder(
          "actor",
          "actor_kind",
          "mutation_id",
          "correlation_id",
          "causation_id"
        );
        assertThat(event.metadata().get("actor").asString()).isEqualTo(tenant.user());
        assertThat(event.metadata().get("actor_kind").asString()).isEqualTo("person");
        assertThat(event.metadata().get("correlation_id").asString()).isEqualTo(RUN);
        assertThat(event.metadata().get("causation_id").asString()).isEqualTo(
          mutation(mutationId).get("command_id")
        );
        assertThat(event.createdAt()).isNotNull();
      });
    }
    assertThat(seen).containsExactlyElementsOf(
      new TreeSet<>(
        Features.EVENTS.stream()
          .flatMap(feature -> Arrays.stream(feature.getPermittedSubclasses()))
          .map(Class::getSimpleName)
          .toList()
      )
    );
  }

  @Test
  @DisplayName("a mutation that changed nothing is remembered with who wanted what")
  void nothingChanged() {
    Answer posted = tenant.post("same");
    Answer again = perform("PATCH", "/api/message/" + posted.id(), "{\"content\":\"same\"}");
    String mutationId = again.header("Mutation-Id").orElseThrow();

    assertThat(events.ofMutation(mutationId)).isEmpty();
    assertThat(mutation(mutationId))
      .containsEntry("command", "EditMessage")
      .containsEntry("actor", tenant.user())
      .containsEntry("actor_kind", "person")
      .containsEntry("correlation_id", RUN)
      .containsEntry("org_id", tenant.org())
      .containsEntry("first_index", null);
    assertThat(UUID.fromString((String) mutation(mutationId).get("command_id"))).isNotNull();
  }

  @Test
  @DisplayName("what the engine does by itself says so: a reservation that runs out")
  void byItself() {
    UUID from = account("agent_id", tenant.agent());
    UUID to = account("org_id", tenant.org());
    perform("POST", "/api/account/" + from + "/deposit", "{\"amount\":10}");
    UUID payment = payment(from, to);
    perform("POST", "/api/payment/" + payment + "/reserve", "{\"expires_in_seconds\":1}");
    jdbc
      .sql(
        """
        INSERT INTO read.payments SELECT ?, ?, NULL, NULL, ?, ?, 'transfer', 1, 'USD', '', 'reserved', 0, NULL,
          now() + interval '1 second', now(), now()
        """
      )
      .params(payment, tenant.org(), from, to)
      .update();
    String mutationId = "expire " + payment;
    await().until(() -> !events.ofMutation(mutationId).isEmpty());

    assertThat(events.ofMutation(mutationId).getFirst().metadata().get("actor").asString()).isEqualTo(
      "agentsync:reservation-expiry"
    );
    assertThat(events.ofMutation(mutationId).getFirst().metadata().get("actor_kind").asString()).isEqualTo(
      "service"
    );
    assertThat(mutation(mutationId))
      .containsEntry("command", "ExpirePayment")
      .containsEntry("actor", "agentsync:reservation-expiry")
      .containsEntry("actor_kind", "service");
  }

  /** Sends mutations that lead to every kind of event; returns their ids. */
  private Set<String> everyMutation() {
    Set<String> ids = new TreeSet<>();
    UUID org = UUID.randomUUID();
    ids.add(sent("POST", "/api/org", "{\"id\":\"%s\",\"name\":\"mine\"}".formatted(org)));
    UUID agent = UUID.randomUUID();
    ids.add(
      sent("POST", "/api/agent", "{\"id\":\"%s\",\"org_id\":\"%s\",\"name\":\"a\"}".formatted(agent, org))
    );
    UUID message = UUID.randomUUID();
    ids.add(sent("POST", "/api/message", ofAgent(message, agent, "\"content\":\"a\"")));
    ids.add(sent("PATCH", "/api/message/" + message, "{\"content\":\"b\"}"));
    ids.add(sent("DELETE", "/api/message/" + message, ""));
    UUID step = UUID.randomUUID();
    ids.add(sent("POST", "/api/reasoning", ofAgent(step, agent, "\"thought\":\"a\"")));
    ids.add(sent("PATCH", "/api/reasoning/" + step, "{\"observation\":\"b\"}"));
    ids.addAll(changes(agent));
    ids.addAll(payments(agent, org));
    ids.add(sent("PATCH", "/api/agent/" + agent, "{\"name\":\"b\"}"));
    ids.add(sent("POST", "/api/agent/" + agent + "/retire", ""));
    ids.add(
      sent("POST", "/api/erasure", "{\"org_id\":\"%s\",\"subject\":\"%s\"}".formatted(org, tenant.user()))
    );
    return ids;
  }

  private Set<String> changes(UUID agent) {
    Set<String> ids = new TreeSet<>();
    for (String step : new String[] { "reject", "accept" }) {
      UUID change = UUID.randomUUID();
      String path = "/api/code-change/" + change;
      ids.add(
        sent(
          "POST",
          "/api/code-change",
          ofAgent(change, agent, "\"title\":\"t\",\"diff\":\"%s\"".formatted(DIFF))
        )
      );
      if (step.equals("reject")) {
        ids.add(sent("POST", path + "/reject", "{\"reason\":\"no\"}"));
      } else {
        ids.add(sent("POST", path + "/accept", ""));
        ids.add(sent("POST", path + "/apply", ""));
        ids.add(sent("POST", path + "/revert", "{\"reason\":\"no\"}"));
      }
    }
    return ids;
  }

  private Set<String> payments(UUID agent, UUID org) {
    Set<String> ids = new TreeSet<>();
    Answer opened = perform(
      "POST",
      "/api/account",
      "{\"agent_id\":\"%s\",\"currency\":\"USD\"}".formatted(agent)
    );
    ids.add(opened.header("Mutation-Id").orElseThrow());
    UUID from = opened.id();
    UUID to = account("org_id", org);
    ids.add(sent("POST", "/api/account/" + from + "/deposit", "{\"amount\":10}"));
    Answer requested = requested(from, to);
    ids.add(requested.header("Mutation-Id").orElseThrow());
    ids.add(sent("POST", "/api/payment/" + requested.id() + "/reserve", "{}"));
    ids.add(sent("POST", "/api/payment/" + requested.id() + "/settle", ""));
    ids.add(sent("POST", "/api/payment/" + requested.id() + "/refund", "{}"));
    UUID failing = payment(from, to);
    ids.add(sent("POST", "/api/payment/" + failing + "/reserve", "{}"));
    ids.add(sent("POST", "/api/payment/" + failing + "/fail", "{\"reason\":\"no\"}"));
    return ids;
  }

  private static String ofAgent(UUID id, UUID agent, String more) {
    return "{\"id\":\"%s\",\"agent_id\":\"%s\",%s}".formatted(id, agent, more);
  }

  private UUID account(String owner, UUID id) {
    return perform("POST", "/api/account", "{\"%s\":\"%s\",\"currency\":\"USD\"}".formatted(owner, id)).id();
  }

  private UUID payment(UUID from, UUID to) {
    return requested(from, to).id();
  }

  private Answer requested(UUID from, UUID to) {
    return perform(
      "POST",
      "/api/payment",
      "{\"from_account_id\":\"%s\",\"to_account_id\":\"%s\",\"amount\":1,\"currency\":\"USD\"}".formatted(
        from,
        to
      )
    );
  }

  private String sent(String method, String path, String json) {
    return perform(method, path, json).header("Mutation-Id").orElseThrow();
  }

  private Answer perform(String method, String path, String json) {
    Call call = Call.of(method, path).async().with("X-Correlation-Id", RUN);
    Answer answer = tenant.send(json.isEmpty() ? call : call.json(json));
    assertThat(answer.status())
      .as(method + " " + path + ": " + answer.body())
      .isEqualTo(202);
    return answer;
  }

  private Map<String, @Nullable Object> mutation(String mutationId) {
    return jdbc
      .sql("SELECT * FROM event_store.mutations WHERE mutation_id = ?")
      .param(mutationId)
      .query()
      .singleRow();
  }
}
