package com.openagents.sync.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.command.testing.Answer;
import com.openagents.sync.command.testing.Api;
import com.openagents.sync.command.testing.Api.Tenant;
import com.openagents.sync.command.testing.Call;
import com.openagents.sync.command.testing.CommandSideServer;
import com.openagents.sync.command.testing.StoredEvents;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What mutations that are not refused answer and store. */
@CommandSideServer
class MutationAnswerTest {

  @LocalServerPort
  private int port;

  @Autowired
  private StoredEvents stored;

  private Tenant tenant = Tenant.NOBODY;

  @BeforeEach
  void newTenant() {
    tenant = new Api(port).newTenant();
  }

  @Test
  void answersTheWholeRecord() {
    Answer answer = tenant.post("hello");
    assertThat(answer.header("Content-Type")).hasValueSatisfying(type ->
      assertThat(type).startsWith("application/json")
    );
    assertThat(answer.json().propertyNames()).containsExactly(
      "id",
      "agent_id",
      "org_id",
      "role",
      "content",
      "created_at",
      "updated_at"
    );
    assertThat(answer.text("org_id")).isEqualTo(tenant.org().toString());
    assertThat(answer.text("role")).isEqualTo("user");
    assertThat(answer.text("updated_at")).isEqualTo(answer.text("created_at"));
  }

  @Test
  void timesOfAnswerAndStoreAreTheSame() {
    Answer posted = tenant.post("hello");
    Answer edited = tenant.mutate("PATCH", "/api/message/" + posted.id(), "{\"content\":\"bye\"}");
    var events = stored.of(posted.id());
    assertThat(Instant.parse(posted.text("created_at"))).isEqualTo(events.get(0).createdAt());
    assertThat(edited.text("created_at")).isEqualTo(posted.text("created_at"));
    assertThat(Instant.parse(edited.text("updated_at"))).isEqualTo(events.get(1).createdAt());
    assertThat(edited.text("updated_at")).matches(".*\\.\\d{6}Z");
  }

  @Test
  void whoPrefersAsyncIsToldSo() {
    Answer answer = tenant.post("hello");
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Preference-Applied")).hasValue("respond-async");
    assertThat(answer.header("Sync-Id")).isEmpty();
  }

  @Test
  void projectionThatStaysAwayIsNotWaitedFor() {
    Answer answer = tenant.send(Call.of("POST", "/api/message").json(tenant.messageOf("hello")));
    assertThat(answer.status()).isEqualTo(202);
    assertThat(answer.header("Preference-Applied")).isEmpty();
    assertThat(answer.header("Sync-Id")).isEmpty();
    assertThat(answer.text("content")).isEqualTo("hello");
  }

  @Test
  void mutationIdIsTheKeyOrMadeHere() {
    String key = UUID.randomUUID().toString();
    Call call = Call.of("POST", "/api/message").json(tenant.messageOf("hello")).async();
    assertThat(tenant.send(call.key(key)).header("Mutation-Id")).hasValue(key);
    String made = tenant.send(call).header("Mutation-Id").orElseThrow();
    assertThat(UUID.fromString(made).version()).isEqualTo(7);
    assertThat(stored.ofMutation(made)).hasSize(1);
  }

  @Test
  void longestKeyIsTaken() {
    String key = "~!" + "x".repeat(162) + UUID.randomUUID();
    Answer answer = tenant.send(
      Call.of("POST", "/api/message").json(tenant.messageOf("hello")).key(key).async()
    );
    assertThat(answer.header("Mutation-Id")).hasValue(key);
  }

  @Test
  void clientMayMakeTheIds() {
    UUID id = UUID.randomUUID();
    String org = "{\"id\":\"%s\",\"name\":\"mine\"}".formatted(id.toString().toUpperCase(Locale.ROOT));
    assertThat(tenant.create("/api/org", org).id()).isEqualTo(id);
    assertThat(tenant.create("/api/org", "{\"id\":null,\"name\":\"mine\"}").id().version()).isEqualTo(7);
  }

  @Test
  @DisplayName("contract 10: who made an org acts in it, though the token names no org")
  void creatorActsInAnOrgThatTheTokenDoesNotName() {
    UUID org = tenant.create("/api/org", "{\"name\":\"mine\"}").id();
    Answer agent = tenant.create("/api/agent", "{\"org_id\":\"%s\",\"name\":\"scout\"}".formatted(org));
    assertThat(agent.text("org_id")).isEqualTo(org.toString());
  }

  @Test
  @DisplayName("contract 10: a member whose token names the org acts in it, though somebody else made it")
  void memberActsInAnOrgOfTheToken() {
    String org = "shared " + UUID.randomUUID();
    Answer first = tenant.api().devToken("alice", org);
    Answer second = tenant.api().devToken("bob", org);
    Answer agent = tenant.api().send(
      Call.of("POST", "/api/agent")
        .json("{\"org_id\":\"%s\",\"name\":\"scout\"}".formatted(first.text("orgId")))
        .token(second.text("token"))
        .async()
    );
    assertThat(agent.status()).isEqualTo(202);
  }

  @ParameterizedTest
  @ValueSource(
    strings = {
      "😀👩‍👩‍👧‍👦🏳️‍🌈",
      "\u001b[31mred\u001b[0m\u0007\b",
      "a\r\nb\rc\nd\te",
      "𝔘𐍈𠜎",
      "e\u0301 é \u202eabc\u202c \ufeff\u200b",
      "\\u0000 \\n \" ' </script> %s {} ${x} '; DROP TABLE x; --",
      "\u0001\u001f\u007f\u0080\u2028\u2029\ufffd\uffff",
      "  spaces stay  ",
    }
  )
  void textsComeBackAsTheyWere(String content) {
    Answer answer = tenant.post(content);
    assertThat(answer.text("content")).isEqualTo(content);
    assertThat(stored.of(answer.id()).getFirst().payload().path("content").asString()).isEqualTo(content);
    // Read back from the store this time, not from what was just decided.
    Answer deleted = tenant.mutate("DELETE", "/api/message/" + answer.id(), "");
    assertThat(deleted.text("content")).isEqualTo(content);
  }

  @Test
  void longestTextIsTaken() {
    String content = "😀".repeat(CommandSideServer.TEXT_CHARACTERS_MAX / 2);
    assertThat(tenant.post(content).text("content")).isEqualTo(content);
  }

  @Test
  void lifeOfAStep() {
    String step = "{\"agent_id\":\"%s\",\"thought\":\"look\"}".formatted(tenant.agent());
    Answer recorded = tenant.create("/api/reasoning", step);
    assertThat(recorded.json().get("observation").isNull()).isTrue();
    assertThat(recorded.text("action")).isEmpty();
    Answer observed = tenant.mutate("PATCH", "/api/reasoning/" + recorded.id(), "{\"observation\":\"\"}");
    assertThat(observed.text("observation")).isEmpty();
    assertThat(stored.of(recorded.id()))
      .extracting(StoredEvents.Event::payloadType)
      .isEqualTo(List.of("StepRecorded", "StepObserved"));
  }

  @Test
  void retiringNeedsNoBody() {
    Answer answer = tenant.send(Call.of("POST", "/api/agent/" + tenant.agent() + "/retire").async());
    assertThat(answer.text("status")).isEqualTo("retired");
  }

  @Test
  void eventsTellWhoCausedThem() {
    Answer answer = tenant.send(
      Call.of("POST", "/api/message")
        .json(tenant.messageOf("hello"))
        .with("X-Correlation-Id", "run-7")
        .async()
    );
    var event = stored.of(answer.id()).getFirst();
    assertThat(event.aggregateType()).isEqualTo("Message");
    assertThat(event.payloadType()).isEqualTo("MessagePosted");
    assertThat(event.metadata().propertyNames()).containsExactlyInAnyOrder(
      "actor",
      "actor_kind",
      "mutation_id",
      "correlation_id",
      "causation_id"
    );
    assertThat(event.metadata().path("actor").asString()).isEqualTo(tenant.user());
    assertThat(event.metadata().path("mutation_id").asString()).isEqualTo(
      answer.header("Mutation-Id").orElseThrow()
    );
    assertThat(event.metadata().path("correlation_id").asString()).isEqualTo("run-7");
    assertThat(UUID.fromString(event.metadata().path("causation_id").asString())).isNotEqualTo(
      event.eventId()
    );
  }

  @Test
  void correlationIsTheMutationWhereTheCallerNamesNone() {
    Answer answer = tenant.post("hello");
    assertThat(stored.of(answer.id()).getFirst().metadata().path("correlation_id").asString()).isEqualTo(
      answer.header("Mutation-Id").orElseThrow()
    );
  }
}
