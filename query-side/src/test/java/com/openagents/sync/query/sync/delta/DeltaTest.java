package com.openagents.sync.query.sync.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.message.MessageEvent.MessageDeleted;
import com.openagents.sync.api.message.MessageEvent.MessageEdited;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@DisplayName("GET /sync/delta")
class DeltaTest {

  private static final String MUTATION = "key with \"quotes\"";

  private static EventStore store;
  private static RunningQuerySide app;
  private static Sample sample;
  private static MessagePosted message;

  @BeforeAll
  static void start() {
    TestDatabase database = TestDatabase.create();
    store = EventStore.createdIn(database);
    app = RunningQuerySide.on(
      database,
      "agentsync.projector.poll-every=20ms",
      "agentsync.delta.size-max=16KB"
    );
    sample = Sample.in(store);
    message = sample.message("hello");
    store.append(
      MUTATION,
      List.of(
        message,
        new MessageEdited(message.id(), sample.agentId(), sample.orgId(), "hello 😀"),
        new MessageDeleted(message.id(), sample.agentId(), sample.orgId())
      )
    );
    Sample.in(store);
    store.awaitProjected();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  private static long number(String sql) {
    return app.bean(JdbcClient.class).sql(sql).query(Long.class).single();
  }

  private static long head() {
    return number("SELECT last_id FROM sync.log_head");
  }

  private static String path(String more) {
    return "/sync/delta?scope=" + sample.agent() + more;
  }

  @Test
  @DisplayName("contract 4: each event whole, in order, with the one before it in its scope")
  void events() {
    JsonNode answer = app.json(path("&lastSyncId=0"));

    assertThat(answer.propertyNames()).containsExactly("events", "latestSyncId", "hasMore", "epoch");
    assertThat(answer.get("latestSyncId").longValue()).isEqualTo(head());
    assertThat(answer.get("hasMore").booleanValue()).isFalse();
    JsonNode events = answer.get("events");
    assertThat(texts(events, "action")).containsExactly("insert", "insert", "update", "delete");
    assertThat(texts(events, "model")).containsExactly("Agent", "Message", "Message", "Message");
    assertThat(texts(events, "scope")).containsOnly(sample.agent().toString());
    long previous = 0;
    for (JsonNode event : events) {
      assertThat(event.get("prev_id").longValue()).isEqualTo(previous);
      previous = event.get("id").longValue();
    }
    JsonNode inserted = events.get(1);
    assertThat(inserted.get("model_id").stringValue()).isEqualTo(message.id().toString());
    assertThat(inserted.get("mutation_id").stringValue()).isEqualTo(MUTATION);
    assertThat(UUID.fromString(inserted.get("event_id").stringValue())).isNotNull();
    assertThat(inserted.at("/data/created_at")).isEqualTo(inserted.get("created_at"));
    assertThat(Instant.parse(inserted.get("created_at").stringValue())).isBefore(Instant.now());
    assertThat(inserted.get("data").propertyNames()).containsExactlyInAnyOrder(
      "id",
      "agent_id",
      "org_id",
      "role",
      "content",
      "created_at",
      "updated_at"
    );
    JsonNode updated = events.get(2).get("data");
    assertThat(updated.propertyNames()).containsExactlyInAnyOrder("content", "updated_at");
    assertThat(updated.get("content").stringValue()).isEqualTo("hello 😀");
    assertThat(updated.get("updated_at")).isEqualTo(events.get(2).get("created_at"));
    assertThat(events.get(3).get("data").isNull()).isTrue();
  }

  @Test
  @DisplayName("contract 7: page by page, each event once")
  void pages() {
    List<Long> ids = new ArrayList<>();
    long cursor = 0;
    JsonNode page;
    do {
      page = app.json(path("&limit=1&lastSyncId=" + cursor));
      page.get("events").forEach(event -> ids.add(event.get("id").longValue()));
      cursor = page.get("latestSyncId").longValue();
      if (page.get("hasMore").booleanValue()) {
        assertThat(cursor).isEqualTo(ids.getLast());
      }
    } while (page.get("hasMore").booleanValue());

    assertThat(cursor).isEqualTo(head());
    List<Long> all = new ArrayList<>();
    app
      .json(path("&lastSyncId=0"))
      .get("events")
      .forEach(event -> all.add(event.get("id").longValue()));
    assertThat(ids).isEqualTo(all);
  }

  @Test
  @DisplayName("contract 11: large events make small pages")
  void sizes() {
    Sample large = Sample.in(store);
    String text = "x".repeat(10_000);
    for (int number = 0; number < 3; number++) {
      store.append(large.message(text));
    }
    store.awaitProjected();

    JsonNode page = app.json("/sync/delta?lastSyncId=0&scope=" + large.agent());
    assertThat(texts(page.get("events"), "model")).containsExactly("Agent", "Message", "Message");
    assertThat(page.get("hasMore").booleanValue()).isTrue();
    JsonNode next = app.json(
      "/sync/delta?lastSyncId=%d&scope=%s".formatted(page.get("latestSyncId").longValue(), large.agent())
    );
    assertThat(texts(next.get("events"), "model")).containsExactly("Message");
    assertThat(next.get("hasMore").booleanValue()).isFalse();
  }

  @Test
  void nothingNewForWhoIsCaughtUp() {
    JsonNode answer = app.json(path("&lastSyncId=" + head() + "&epoch=" + epoch()));

    assertThat(answer.get("events")).isEmpty();
    assertThat(answer.get("latestSyncId").longValue()).isEqualTo(head());
  }

  @Test
  @DisplayName("contract 8: who can't be caught up is told why, and the next rung")
  void resync() {
    assertResync("&lastSyncId=" + (head() + 1), "ahead", "bootstrap");
    assertResync("&lastSyncId=0&epoch=" + UUID.randomUUID(), "epoch", "bootstrap");
    JdbcClient jdbc = app.bean(JdbcClient.class);
    jdbc.sql("UPDATE sync.log_head SET first_id = 3, first_compacted_id = 2").update();
    try {
      assertResync("&lastSyncId=0", "retention", "bootstrap");
      assertResync("&lastSyncId=1", "retention", "compacted");
      assertThat(app.get(path("&lastSyncId=2")).statusCode()).isEqualTo(200);
    } finally {
      jdbc.sql("UPDATE sync.log_head SET first_id = 1, first_compacted_id = 1").update();
    }
  }

  private static void assertResync(String more, String reason, String next) {
    HttpResponse<String> answer = app.get(path(more));
    assertThat(answer.statusCode()).isEqualTo(410);
    JsonNode problem = RunningQuerySide.JSON.readTree(answer.body());
    assertThat(problem.get("code").stringValue()).isEqualTo("resync_required");
    assertThat(problem.get("reason").stringValue()).isEqualTo(reason);
    assertThat(problem.get("next").stringValue()).isEqualTo(next);
    assertThat(problem.get("detail").stringValue()).containsIgnoringCase(next);
  }

  @ParameterizedTest
  @CsvSource(
    delimiter = '|',
    textBlock = """
    ''                             | lastSyncId
    &lastSyncId=                   | lastSyncId
    &lastSyncId=-1                 | lastSyncId
    &lastSyncId=ten                | lastSyncId
    &lastSyncId=1.5                | lastSyncId
    &lastSyncId=99999999999999999999 | lastSyncId
    &lastSyncId=0&limit=0          | limit
    &lastSyncId=0&limit=1001       | limit
    &lastSyncId=0&limit=many       | limit
    &lastSyncId=0&epoch=yesterday  | epoch
    """
  )
  void badInput(String more, String field) {
    HttpResponse<String> answer = app.get(path(more));

    assertThat(answer.statusCode()).isEqualTo(400);
    JsonNode problem = RunningQuerySide.JSON.readTree(answer.body());
    assertThat(problem.get("code").stringValue()).isEqualTo("invalid_value");
    assertThat(problem.get("field").stringValue()).isEqualTo(field);
    assertThat(problem.get("retryable").booleanValue()).isFalse();
  }

  @Test
  void badScopes() {
    assertThat(app.get("/sync/delta?lastSyncId=0").statusCode()).isEqualTo(400);
    assertThat(app.get("/sync/delta?lastSyncId=0&scope=agent:x").statusCode()).isEqualTo(400);
    assertThat(app.get("/sync/delta?lastSyncId=0&scope=agent:" + UUID.randomUUID()).statusCode()).isEqualTo(
      404
    );
  }

  @Test
  @DisplayName("contract 10: only for those who may see the scope")
  void access() {
    assertThat(status("")).isEqualTo(401);
    assertThat(status(app.issuer().token("mallory"))).isEqualTo(403);
    assertThat(status(app.issuer().token("bob", sample.orgId()))).isEqualTo(200);
  }

  private static int status(String token) {
    return app.send(path("&lastSyncId=0"), token, BodyHandlers.ofString()).statusCode();
  }

  private static String epoch() {
    return app.json(path("&lastSyncId=0")).get("epoch").stringValue();
  }

  private static List<String> texts(JsonNode events, String field) {
    List<String> texts = new ArrayList<>();
    events.forEach(event -> texts.add(event.get(field).stringValue()));
    return texts;
  }
}
