package com.openagents.sync.query.sync.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.message.MessageEvent.MessageDeleted;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.platform.database.SessionConnections;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class RetentionTest {

  private SmallLog log = new SmallLog();
  private Sample sample = Sample.in(log.store());

  /** An org's and an agent's rows are 3 events, a message 2: the log ends at 63, in its fourth partition. */
  @BeforeEach
  void fill() {
    for (int number = 1; number <= 30; number++) {
      log.store().append(sample.message("message " + number));
    }
    log.awaitProjected();
    assertThat(log.partitions()).containsExactly(0L, 20L, 40L, 60L, 80L);
  }

  @AfterEach
  void stop() {
    log.close();
  }

  @Test
  @DisplayName("Whole partitions go; the one in use and the one ahead stay")
  void drops() {
    assertThat(log.retention(SmallLog.NO_TIME, SmallLog.LONG).look()).isEqualTo(3);

    assertThat(log.partitions()).containsExactly(60L, 80L);
    assertThat(log.tables()).isEqualTo(2);
    assertThat(log.head().firstId()).isEqualTo(60);
    assertThat(log.head().firstCompactedId()).isEqualTo(1);
    assertThat(log.number("SELECT min(id) FROM sync.sync_events")).isEqualTo(60);
    assertThat(log.retention(SmallLog.NO_TIME, SmallLog.LONG).look()).isZero();
  }

  @Test
  @DisplayName("What changed stays known: each row once per scope, with its newest event")
  void compacts() {
    MessagePosted message = sample.message("to be gone");
    log.project(message, new MessageDeleted(message.id(), sample.agentId(), sample.orgId()));
    for (int number = 1; number <= 20; number++) {
      log.project(sample.message("more " + number));
    }
    String known = "(SELECT scope, model, model_id, id FROM sync.compacted_changes)";
    String dropped =
      "(SELECT scope, model, model_id, max(id) FROM kept WHERE id < 100 GROUP BY scope, model, model_id)";
    log.jdbc().sql("CREATE TABLE kept AS SELECT * FROM sync.sync_events").update();

    log.retention(SmallLog.NO_TIME, SmallLog.LONG).look();

    assertThat(log.head().firstId()).isEqualTo(100);
    assertThat(log.number("SELECT count(*) FROM (" + known + " EXCEPT ALL " + dropped + ")")).isZero();
    assertThat(log.number("SELECT count(*) FROM (" + dropped + " EXCEPT ALL " + known + ")")).isZero();
  }

  @Test
  @DisplayName("Young partitions stay, and old ones behind a young one")
  void keeps() {
    assertThat(log.retention(Duration.ofHours(1), SmallLog.LONG).look()).isZero();
    age(40, 60);
    assertThat(log.retention(Duration.ofHours(1), SmallLog.LONG).look()).isZero();
    age(0, 19);
    assertThat(log.retention(Duration.ofHours(1), SmallLog.LONG).look()).isZero();
    age(19, 20);
    assertThat(log.retention(Duration.ofHours(1), SmallLog.LONG).look()).isEqualTo(1);
    assertThat(log.partitions()).containsExactly(20L, 40L, 60L, 80L);
    assertThat(log.head().firstId()).isEqualTo(20);
  }

  private void age(long from, long until) {
    log
      .jdbc()
      .sql(
        "UPDATE sync.sync_events SET created_at = created_at - interval '2 hours' WHERE id >= ? AND id < ?"
      )
      .params(from, until)
      .update();
  }

  @Test
  @DisplayName("A look never finds the lock taken by the one before it")
  void looksOneAfterTheOther() throws SQLException {
    SessionConnections connections = log.app().bean(SessionConnections.class);
    RetentionSettings settings = SmallLog.settings(SmallLog.LONG, SmallLog.LONG);
    for (int look = 0; look < 200; look++) {
      new Retention(connections, settings).look();
      try (RetentionSession session = new RetentionSession(connections, settings)) {
        assertThat(session.lock()).isTrue();
        session.unlock();
      }
    }
  }

  @Test
  @DisplayName("After longer still it is forgotten what changed, and the head says so")
  void forgets() {
    age(0, 20);
    log.retention(SmallLog.NO_TIME, Duration.ofHours(1)).look();

    assertThat(log.head().firstCompactedId()).isEqualTo(20);
    assertThat(log.number("SELECT min(id) FROM sync.compacted_changes")).isEqualTo(20);
    assertThat(log.number("SELECT min(until_id) FROM sync.compacted_partitions")).isEqualTo(40);

    log.retention(SmallLog.NO_TIME, SmallLog.NO_TIME).look();

    assertThat(log.head().firstCompactedId()).isEqualTo(60);
    assertThat(log.number("SELECT count(*) FROM sync.compacted_changes")).isZero();
    assertThat(log.number("SELECT count(*) FROM sync.compacted_partitions")).isZero();
  }

  @Test
  @DisplayName("A table that is made ahead and not attached yet is nobody's leftover")
  void leavesWhatIsMadeAhead() {
    log.jdbc().sql("CREATE TABLE sync.sync_events_5 (LIKE sync.sync_events INCLUDING ALL)").update();
    log.jdbc().sql("CREATE TABLE sync.sync_events_copy AS SELECT * FROM sync.sync_events").update();

    log.retention(SmallLog.NO_TIME, SmallLog.LONG).look();

    assertThat(log.tables()).isEqualTo(2 + 2);
  }

  @Test
  @DisplayName("By itself, every now and then; metrics and health tell of it")
  void schedule() {
    try (
      RunningQuerySide other = RunningQuerySide.on(
        log.database(),
        "agentsync.projector.enabled=false",
        "agentsync.retention.keep-for=0s",
        "agentsync.retention.look-every=10ms"
      )
    ) {
      await().untilAsserted(() -> assertThat(log.head().firstId()).isEqualTo(60));
      for (int number = 1; number <= 20; number++) {
        log.project(sample.message("more " + number));
      }
      await().untilAsserted(() -> assertThat(log.partitions()).containsExactly(100L, 120L));

      assertThat(gauge(other, "agentsync.log.first.id")).isEqualTo(100);
      assertThat(gauge(other, "agentsync.log.last.id")).isEqualTo(103);
      assertThat(gauge(other, "agentsync.log.kept")).isEqualTo(4);
      assertThat(gauge(other, "agentsync.log.first.compacted.id")).isEqualTo(1);
      await().untilAsserted(() ->
        assertThat(
          other.bean(MeterRegistry.class).get("agentsync.retention.dropped").functionCounter().count()
        ).isEqualTo(5)
      );
      assertThat(other.get("/actuator/health/retention").body()).contains("\"UP\"", "keeping");
      assertThat(log.app().get("/actuator/health/retention").body()).contains("\"UNKNOWN\"", "idle");
    }
  }

  private static double gauge(RunningQuerySide app, String name) {
    return app.bean(MeterRegistry.class).get(name).gauge().value();
  }

  @Test
  void changesAreKnownForNoShorterThanEvents() {
    assertThatIllegalArgumentException()
      .isThrownBy(() -> log.retention(SmallLog.LONG, SmallLog.NO_TIME))
      .withMessageContaining("compacted-for");
  }
}
