package com.openagents.sync.platform.synclog;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.api.sync.SyncAction;
import com.openagents.sync.api.sync.SyncEvent;
import com.openagents.sync.platform.json.WireJson;
import com.openagents.sync.platform.testing.SyncSchema;
import com.openagents.sync.platform.testing.TestDatabase;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SyncLogTest {

  private static final Scope ORG = Scope.org(UUID.randomUUID());
  private static final Scope AGENT = Scope.agent(UUID.randomUUID());
  private static final JsonMapper JSON = WireJson.mapper();

  private final TestDatabase database = TestDatabase.create();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final SyncLog log = new SyncLog(new JdbcTemplate(database.dataSource()), JSON);

  private final List<SyncEvent> events = List.of(
    event(
      1,
      0,
      ORG,
      SyncAction.INSERT,
      "{\"n\":1.5,\"name\":\"söns 😀 \\\" \\\\ \\n\"}",
      "2026-01-02T03:04:05Z"
    ),
    event(2, 0, AGENT, SyncAction.UPDATE, "{\"content\":null}", "2026-01-02T03:04:05.6789Z"),
    event(3, 1, ORG, SyncAction.DELETE, null, "2026-01-02T03:04:05.678901Z"),
    event(4, 3, ORG, SyncAction.UPDATE, "{}", "2026-01-02T03:04:05.678901Z")
  );

  @BeforeAll
  void fill() {
    SyncSchema.make(database);
    jdbc.sql("CREATE TABLE sync.sync_events_of_tests PARTITION OF sync.sync_events DEFAULT").update();
    events.forEach(this::insert);
    jdbc.sql("UPDATE sync.log_head SET first_id = 1, last_id = 4, position = 9").update();
  }

  @Test
  void eventsLookAsTheWireTypeDoes() {
    assertThat(log.ofAll(0, 10)).zipSatisfy(events, (logged, event) -> {
      assertThat(JSON.readTree(logged.json())).isEqualTo(JSON.readTree(JSON.writeValueAsString(event)));
      assertThat(logged.json()).contains("\"created_at\":" + JSON.writeValueAsString(event.createdAt()));
      assertThat(logged.id()).isEqualTo(event.id());
      assertThat(logged.previousId()).isEqualTo(event.prevId());
      assertThat(logged.scope()).isEqualTo(event.scope());
      assertThat(logged.model()).isEqualTo(event.model());
    });
  }

  @Test
  void scopeIsReadAlone() {
    assertThat(log.ofScope(ORG, 0, 9, 10))
      .extracting(LoggedEvent::id)
      .containsExactly(1L, 3L, 4L);
    assertThat(log.ofScope(AGENT, 0, 9, 10))
      .extracting(LoggedEvent::id)
      .containsExactly(2L);
  }

  @Test
  void rangeIsOpenBelowAndClosedAbove() {
    assertThat(log.ofScope(ORG, 1, 3, 10))
      .extracting(LoggedEvent::id)
      .containsExactly(3L);
    assertThat(log.ofScope(ORG, 0, 9, 2))
      .extracting(LoggedEvent::id)
      .containsExactly(1L, 3L);
    assertThat(log.ofAll(2, 1)).extracting(LoggedEvent::id).containsExactly(3L);
    assertThat(log.ofAll(4, 10)).isEmpty();
  }

  @Test
  void headIsWhereTheLogStands() {
    LogHead head = log.head();
    assertThat(head.firstId()).isEqualTo(1);
    assertThat(head.lastId()).isEqualTo(4);
    assertThat(log.head().epoch()).isEqualTo(head.epoch());
  }

  private static SyncEvent event(
    long id,
    long previousId,
    Scope scope,
    SyncAction action,
    @Nullable String data,
    String time
  ) {
    return new SyncEvent(
      id,
      previousId,
      scope.toString(),
      "Message",
      UUID.randomUUID(),
      action,
      data == null ? null : JSON.readTree(data),
      "key \"with\" \\ quotes",
      UUID.randomUUID(),
      Instant.parse(time)
    );
  }

  private void insert(SyncEvent event) {
    jdbc
      .sql(
        """
        INSERT INTO sync.sync_events (id, prev_id, scope, model, model_id, action, data, mutation_id, event_id,
                                      event_index, created_at)
        VALUES (?, ?, ?, ?, ?, ?, ?::jsonb, ?, ?, 1, ?)
        """
      )
      .param(event.id())
      .param(event.prevId())
      .param(event.scope())
      .param(event.model())
      .param(event.modelId())
      .param(JSON.valueToTree(event.action()).asString())
      .param(event.data() == null ? null : event.data().toString())
      .param(event.mutationId())
      .param(event.eventId())
      .param(Timestamp.from(event.createdAt()))
      .update();
  }
}
