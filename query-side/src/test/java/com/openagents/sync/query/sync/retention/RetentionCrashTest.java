package com.openagents.sync.query.sync.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.message.MessageEvent.MessageDeleted;
import com.openagents.sync.api.message.MessageEvent.MessageEdited;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.database.SessionConnections;
import com.openagents.sync.query.testing.FoldedScope;
import com.openagents.sync.query.testing.Follower;
import com.openagents.sync.query.testing.Sample;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.dao.DataAccessException;

@DisplayName("Retention that stops half-way")
class RetentionCrashTest {

  private static final int STATEMENTS_MIN = 20;
  private static final int FOLLOWERS_MAX = 4;
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final String DETACHING =
    "query LIKE '%DETACH PARTITION%' AND wait_event_type = 'Lock' AND pid <> pg_backend_pid()";

  private final SmallLog log = new SmallLog();
  private final Sample sample = Sample.in(log.store());
  private final List<Follower> behind = new ArrayList<>();

  @BeforeEach
  void fill() {
    grow();
  }

  @AfterEach
  void stop() {
    log.close();
  }

  /** By a bit more than a partition; clients stop following here and there. */
  private void grow() {
    for (int round = 0; round < 3; round++) {
      MessagePosted gone = sample.message("gone");
      MessagePosted edited = sample.message("posted");
      log.project(
        gone,
        edited,
        new MessageEdited(edited.id(), sample.agentId(), sample.orgId(), "edited"),
        new MessageDeleted(gone.id(), sample.agentId(), sample.orgId())
      );
      Follower follower = new Follower(log.app(), round == 1 ? sample.agent() : sample.org());
      follower.bootstrap();
      behind.add(follower);
    }
    while (behind.size() > FOLLOWERS_MAX) {
      behind.removeFirst();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = { false, true })
  @DisplayName("contract 8: before any of its statements: nobody misses anything, and the next look ends it")
  void anywhere(boolean forget) {
    Duration compactedFor = forget ? SmallLog.NO_TIME : SmallLog.LONG;
    int statements = 0;
    Crash crash;
    do {
      grow();
      crash = new Crash(log.app().bean(JdbcConnectionDetails.class), statements);
      lookAndCrash(crash, compactedFor);
      requireNobodyMissesAnything();

      log.retention(SmallLog.NO_TIME, compactedFor).look();
      requireTidy();
      requireNobodyMissesAnything();
      statements++;
    } while (!crash.hasNotHappened());
    assertThat(statements).isGreaterThan(STATEMENTS_MIN);
  }

  private static void lookAndCrash(Crash crash, Duration compactedFor) {
    try {
      SmallLog.retention(crash, SmallLog.NO_TIME, compactedFor).look();
      assertThat(crash.hasNotHappened()).isTrue();
    } catch (DataAccessException crashed) {
      assertThat(crash.hasNotHappened()).isFalse();
    }
  }

  private void requireNobodyMissesAnything() {
    Map<Scope, FoldedScope> states = new HashMap<>();
    for (Follower follower : behind) {
      Follower now = follower.copy();
      now.catchUp();
      assertThat(now.state())
        .as("%s from %d by %s", follower.scope(), follower.cursor(), now.rungs())
        .isEqualTo(states.computeIfAbsent(follower.scope(), this::bootstrap));
    }
  }

  private FoldedScope bootstrap(Scope scope) {
    Follower fresh = new Follower(log.app(), scope);
    fresh.bootstrap();
    return fresh.state();
  }

  private void requireTidy() {
    long first = log.head().lastId() / SmallLog.PARTITION_IDS;
    assertThat(log.partitions()).containsExactly(
      first * SmallLog.PARTITION_IDS,
      (first + 1) * SmallLog.PARTITION_IDS
    );
    assertThat(log.tables()).isEqualTo(2);
    assertThat(log.head().firstId()).isEqualTo(Math.max(1, first * SmallLog.PARTITION_IDS));
  }

  @Test
  @DisplayName(
    "contract 8: a reader keeps the partition that it reads; who comes later knows that it is gone"
  )
  void halfDetached() throws SQLException {
    long events = log.number("SELECT count(*) FROM sync.sync_events");
    Retention retention = log.retention(SmallLog.NO_TIME, SmallLog.LONG);
    try (
      Connection reader = log.database().dataSource().getConnection();
      Statement statement = reader.createStatement()
    ) {
      statement.execute("BEGIN ISOLATION LEVEL REPEATABLE READ");
      statement.execute("LOCK TABLE ONLY sync.sync_events IN ACCESS SHARE MODE");
      statement.execute("SELECT FROM sync.log_head");
      requireLockTimeout(retention);

      assertThat(count(statement)).isEqualTo(events);
      requireNobodyMissesAnything();
      requireLockTimeout(retention);
      grow();
      requireNobodyMissesAnything();
      assertThat(count(statement)).isEqualTo(events);
      statement.execute("COMMIT");
    }
    assertThat(retention.look()).isPositive();
    requireTidy();
    requireNobodyMissesAnything();
  }

  private static void requireLockTimeout(Retention retention) {
    assertThatExceptionOfType(DataAccessException.class)
      .isThrownBy(retention::look)
      .withMessageContaining("lock timeout");
  }

  private static long count(Statement statement) throws SQLException {
    try (var rows = statement.executeQuery("SELECT count(*) FROM sync.sync_events")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  @Test
  @DisplayName("contract 8: killed, or told to stop, while it waits for a reader")
  void killedWhileItWaits() throws SQLException {
    Retention patient = new Retention(
      log.app().bean(SessionConnections.class),
      new RetentionSettings(true, SmallLog.NO_TIME, SmallLog.LONG, SmallLog.LONG, 10, 10, PATIENCE, PATIENCE)
    );
    try (
      Connection reader = log.database().dataSource().getConnection();
      Statement statement = reader.createStatement()
    ) {
      reader.setAutoCommit(false);
      count(statement);
      breakOff(patient, () ->
        log.number("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE " + DETACHING)
      );
      requireNobodyMissesAnything();
      breakOff(patient, patient::cancel);
      requireNobodyMissesAnything();
      reader.commit();
    }
    assertThat(patient.look()).isZero();
    requireTidy();
  }

  private void breakOff(Retention retention, Runnable how) {
    CompletableFuture<Integer> look = CompletableFuture.supplyAsync(retention::look);
    await().until(() -> log.number("SELECT count(*) FROM pg_stat_activity WHERE " + DETACHING) == 1);
    how.run();
    assertThatExceptionOfType(CompletionException.class).isThrownBy(look::join);
  }
}
