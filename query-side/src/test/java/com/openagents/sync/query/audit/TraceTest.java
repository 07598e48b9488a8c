package com.openagents.sync.query.audit;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.Sample;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

@DisplayName("GET /audit/trace/{mutationId}")
class TraceTest {

  private static AuditedStore store;
  private static Sample sample;

  @BeforeAll
  static void start() {
    store = new AuditedStore("agentsync.audit.traced-sync-events-max=3");
    sample = Sample.in(store.events());
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @Test
  @DisplayName("command, then domain events, then what subscribers got of each")
  void whole() {
    MessagePosted one = sample.message("one");
    store.mutate("both", sample.orgId(), one, sample.message("two"));
    store.awaitProjected();

    JsonNode trace = store.app().json("/audit/trace/both");
    assertThat(trace.get("mutationId").stringValue()).isEqualTo("both");
    assertThat(trace.get("changedNothing").booleanValue()).isFalse();
    assertThat(trace.at("/command/name").stringValue()).isEqualTo("PostMessage");
    assertThat(trace.at("/command/actor").stringValue()).isEqualTo(EventStore.ACTOR);
    assertThat(trace.at("/command/actorKind").stringValue()).isEqualTo("agent");
    assertThat(trace.at("/command/orgId").stringValue()).isEqualTo(sample.orgId().toString());
    assertThat(trace.get("events")).hasSize(2);
    JsonNode event = trace.at("/events/0");
    assertThat(event.get("type").stringValue()).isEqualTo("MessagePosted");
    assertThat(event.get("aggregateId").stringValue()).isEqualTo(one.id().toString());
    assertThat(event.get("projection").stringValue()).isEqualTo("projected");
    assertThat(event.get("correlationId").stringValue()).isEqualTo("both");
    assertThat(event.get("syncEvents")).hasSize(2);
    assertThat(event.at("/syncEvents/0/scope").stringValue()).isEqualTo(sample.agent().toString());
    assertThat(event.at("/syncEvents/1/scope").stringValue()).isEqualTo(sample.org().toString());
    assertThat(event.at("/syncEvents/0/model").stringValue()).isEqualTo("Message");
    assertThat(event.at("/syncEvents/0/modelId").stringValue()).isEqualTo(one.id().toString());
    assertThat(event.at("/syncEvents/0/action").stringValue()).isEqualTo("insert");
    assertThat(event.get("syncEventsLeftOut").intValue()).isZero();
  }

  @Test
  @DisplayName("one that changed nothing tells who wanted what")
  void nothing() {
    store.mutate("again", sample.orgId());

    JsonNode trace = store.app().json("/audit/trace/again");
    assertThat(trace.get("changedNothing").booleanValue()).isTrue();
    assertThat(trace.get("events")).isEmpty();
    assertThat(trace.at("/command/name").stringValue()).isEqualTo("PostMessage");
    assertThat(trace.at("/command/commandId").stringValue()).isEqualTo("command-1");
    assertThat(trace.at("/command/correlationId").stringValue()).isEqualTo("run-1");
  }

  @Test
  @DisplayName("an event that is set aside, one behind it, and one that is not projected yet say so")
  void unprojected() {
    Sample held = Sample.in(store.events());
    store.appendUnreadable(UUID.randomUUID(), held.orgId());
    long unreadable = store.events().lastIndex();
    store.remember("held", held.orgId(), unreadable, unreadable);
    store.mutate("behind", held.orgId(), held.message("waits"));
    store.awaitProjected();

    JsonNode event = store.app().json("/audit/trace/held").at("/events/0");
    assertThat(event.get("projection").stringValue()).isEqualTo("set_aside");
    assertThat(event.get("reason").stringValue()).contains("MessageSung");
    JsonNode behind = store.app().json("/audit/trace/behind").at("/events/0");
    assertThat(behind.get("projection").stringValue()).isEqualTo("waiting");
    assertThat(behind.get("syncEvents")).isEmpty();
  }

  @Test
  @DisplayName("an event that the projector has not come to, and one whose sync events are dropped, say so")
  void beforeAndAfter() {
    store.mutate("early", sample.orgId(), sample.message("early"));
    store.awaitProjected();
    long index = store.events().lastIndex();
    store.jdbc().sql("DELETE FROM sync.sync_events WHERE event_index = ?").param(index).update();
    assertThat(store.app().json("/audit/trace/early").at("/events/0/projection").stringValue()).isEqualTo(
      "no_longer_logged"
    );

    // Behind a hole nothing is projected.
    store.events().appendBehindHole(sample.message("late"));
    long late = store.events().lastIndex();
    store.remember("late", sample.orgId(), late, late);
    assertThat(store.app().json("/audit/trace/late").at("/events/0/projection").stringValue()).isEqualTo(
      "not_yet"
    );
    store.events().fillHole(sample.message("filled"), late - 1);
    store.awaitProjected();
  }

  @Test
  @DisplayName("an id with any characters can be asked for as a parameter")
  void parameter() {
    String id = "a/b;c%20\"d\"?=&#+";
    store.mutate(id, sample.orgId(), sample.message("odd"));

    JsonNode trace = store
      .app()
      .json("/audit/trace?mutationId=" + URLEncoder.encode(id, StandardCharsets.UTF_8));
    assertThat(trace.get("mutationId").stringValue()).isEqualTo(id);
    assertThat(trace.get("events")).hasSize(1);
  }

  @Test
  void unknown() {
    JsonNode problem = store.problem("/audit/trace/nobody-sent-it", 404);
    assertThat(problem.get("code").stringValue()).isEqualTo("not_found");
    assertThat(problem.get("field").stringValue()).isEqualTo("mutationId");
    assertThat(store.problem("/audit/trace", 400).get("field").stringValue()).isEqualTo("mutationId");
  }

  @Test
  @DisplayName("contract 10: only for those who may see the org, also if it changed nothing")
  void access() {
    store.mutate("mine", sample.orgId(), sample.message("mine"));
    store.mutate("mine-again", sample.orgId());
    for (String path : new String[] { "/audit/trace/mine", "/audit/trace/mine-again" }) {
      assertThat(store.statusFor("mallory", path, UUID.randomUUID())).isEqualTo(403);
      assertThat(store.statusFor("bob", path, sample.orgId())).isEqualTo(200);
    }
  }
}
