package com.openagents.sync.query.sync.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.message.MessageEvent.MessageDeleted;
import com.openagents.sync.api.message.MessageEvent.MessageEdited;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

@DisplayName("How far back GET /sync/bootstrap?asOf=… goes")
class PastReachTest {

  private static final int MESSAGES = 40;

  private static final TreeMap<Long, JsonNode> SEEN = new TreeMap<>();
  private static SmallLog log;
  private static Sample sample;
  private static Instant beforeAll;

  @BeforeAll
  static void start() {
    log = new SmallLog();
    beforeAll = Instant.now();
    sample = Sample.in(log.store());
    MessagePosted first = sample.message("first");
    MessagePosted goes = sample.message("goes");
    log.project(first, goes);
    see();
    for (int number = 0; number < MESSAGES; number++) {
      log.project(sample.message("number " + number), edited(first, "edit " + number));
      see();
    }
    log.project(new MessageDeleted(goes.id(), goes.agentId(), goes.orgId()));
    see();
    log.retention(SmallLog.NO_TIME, SmallLog.LONG).look();
  }

  @AfterAll
  static void stop() {
    log.close();
  }

  private static MessageEdited edited(MessagePosted message, String content) {
    return new MessageEdited(message.id(), message.agentId(), message.orgId(), content);
  }

  private static void see() {
    JsonNode bootstrap = log.app().json("/sync/bootstrap?scope=" + sample.agent());
    SEEN.put(bootstrap.get("lastSyncId").longValue(), bootstrap);
  }

  @Test
  @DisplayName("to the oldest event that is kept, also for rows whose beginnings are dropped")
  void kept() {
    long oldest = log.head().firstId() - 1;
    assertThat(oldest).isGreaterThan(0);
    Map<Long, JsonNode> kept = SEEN.tailMap(oldest);
    assertThat(kept).hasSizeGreaterThan(2);
    kept.forEach((id, seen) -> assertThat(body(get(id.toString()), 200)).isEqualTo(seen));
    assertThat(get(Long.toString(oldest)).statusCode()).isEqualTo(200);
  }

  @Test
  @DisplayName("contract 8: what lies before is told to be gone, with the oldest point that can be had")
  void gone() {
    LogHead head = log.head();
    for (String point : new String[] { "0", Long.toString(head.firstId() - 2), beforeAll.toString() }) {
      JsonNode problem = body(get(point), 410);
      assertThat(problem.get("code").stringValue()).isEqualTo("gone");
      assertThat(problem.get("field").stringValue()).isEqualTo("asOf");
      assertThat(problem.get("oldestSyncId").longValue()).isEqualTo(head.firstId() - 1);
      assertThat(get(problem.get("oldestTime").stringValue()).statusCode()).isEqualTo(200);
    }
  }

  @Test
  @DisplayName("a time stands for what was to be seen then")
  void time() {
    for (JsonNode seen : SEEN.tailMap(log.head().firstId() + 1L).values()) {
      long id = seen.get("lastSyncId").longValue();
      Instant happened = log
        .jdbc()
        .sql("SELECT created_at FROM sync.sync_events WHERE id = ?")
        .param(id)
        .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
        .single();
      assertThat(body(get(happened.toString()), 200).get("models")).isEqualTo(seen.get("models"));
    }
    assertThat(body(get(Instant.now().toString()), 200)).isEqualTo(SEEN.lastEntry().getValue());
  }

  @ParameterizedTest
  @ValueSource(
    strings = {
      "",
      "yesterday",
      "-1",
      "1.5",
      "99999999999999999999",
      "2026-01-01",
      "2026-01-01T00:00:00",
      "+99999-01-01T00:00:00Z",
      "999999999999",
      "2999-01-01T00:00:00Z",
    }
  )
  @DisplayName("what is no point, or not past yet, is refused")
  void refused(String point) {
    JsonNode problem = body(get(point), 400);
    assertThat(problem.get("code").stringValue()).isEqualTo("invalid_value");
    assertThat(problem.get("field").stringValue()).isEqualTo("asOf");
  }

  @Test
  @DisplayName("an id of another life of the log is no point of this one")
  void epoch() {
    String id = Long.toString(log.head().lastId());
    assertThat(get(id + "&epoch=" + log.head().epoch()).statusCode()).isEqualTo(200);
    JsonNode problem = body(get(id + "&epoch=" + UUID.randomUUID()), 410);
    assertThat(problem.get("reason").stringValue()).isEqualTo("epoch");
  }

  private static HttpResponse<String> get(String point) {
    String[] parts = point.split("&", 2);
    String more = parts.length == 1 ? "" : "&" + parts[1];
    String asOf = URLEncoder.encode(parts[0], StandardCharsets.UTF_8);
    return log.app().get("/sync/bootstrap?scope=%s&asOf=%s%s".formatted(sample.agent(), asOf, more));
  }

  private static JsonNode body(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return RunningQuerySide.JSON.readTree(answer.body());
  }
}
