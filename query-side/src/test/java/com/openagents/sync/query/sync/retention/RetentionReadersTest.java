package com.openagents.sync.query.sync.retention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.SyncLog;
import com.openagents.sync.query.platform.Snapshot;
import com.openagents.sync.query.testing.Follower;
import com.openagents.sync.query.testing.History;
import com.openagents.sync.query.testing.History.Kind;
import com.openagents.sync.query.testing.History.Step;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RetentionReadersTest {

  private static final int EVENTS = 1000;
  private static final int FOLLOWERS_PER_SCOPE = 3;
  private static final int LAG_IDS_MAX = 120;
  private static final List<Kind> KINDS = List.of(
    Kind.POST,
    Kind.EDIT,
    Kind.DELETE,
    Kind.RECORD,
    Kind.OBSERVE
  );
  private static final String[] EAGER = {
    "agentsync.retention.keep-for=0s",
    "agentsync.retention.look-every=1ms",
    "agentsync.retention.compact-ids-max=7",
  };

  private static final String WAITING =
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'sync.sync_events'::regclass";
  private static final String DROP_AT_ONCE = """
  INSERT INTO sync.compacted_changes
  SELECT scope, model, model_id, max(id) FROM sync.sync_events WHERE id < 20 GROUP BY scope, model, model_id;
  UPDATE sync.log_head SET first_id = 20;
  ALTER TABLE sync.sync_events DETACH PARTITION sync.sync_events_0;
  DROP TABLE sync.sync_events_0;
  """;

  private final History history = new History();
  private final Random random = new Random(7);

  @Test
  @DisplayName(
    "contract 8: two nodes drop as fast as they can, clients fall behind at random: all end with the same state"
  )
  void underLoad() {
    try (
      SmallLog log = new SmallLog(with("agentsync.retention.compacted-for=1h"));
      RunningQuerySide other = RunningQuerySide.on(
        log.database(),
        with(
          "agentsync.projector.partition-ids=" + SmallLog.PARTITION_IDS,
          "agentsync.retention.compacted-for=5s"
        )
      )
    ) {
      log.project(history.next(step(Kind.CREATE_ORG)), history.next(step(Kind.CREATE_AGENT)));
      List<Follower> followers = new ArrayList<>();
      for (Scope scope : history.scopes()) {
        for (int number = 0; number < FOLLOWERS_PER_SCOPE; number++) {
          followers.add(new Follower(number == 0 ? other : log.app(), scope));
        }
      }
      Follower away = new Follower(log.app(), history.scopes().getFirst());
      away.bootstrap();
      CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> write(log));
      List<CompletableFuture<Void>> following = followers
        .stream()
        .map(follower -> CompletableFuture.runAsync(() -> follow(log, follower, writing)))
        .toList();
      Follower late = new Follower(log.app(), history.scopes().getFirst());
      late.bootstrap();
      await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> log.head().firstId() > late.cursor() + 1);
      late.catchUp();
      followers.add(late);
      writing.join();
      following.forEach(CompletableFuture::join);

      await()
        .atMost(Duration.ofMinutes(1))
        .until(() -> log.head().firstCompactedId() > away.cursor() + 1);
      followers.add(away);
      followers.forEach(follower -> {
        follower.catchUp();
        Follower fresh = new Follower(log.app(), follower.scope());
        fresh.bootstrap();
        assertThat(follower.state()).isEqualTo(fresh.state());
      });
      assertThat(away.rungs()).containsExactly("bootstrap");
      assertThat(followers.stream().flatMap(follower -> follower.rungs().stream())).contains("compacted");
    }
  }

  private void write(SmallLog log) {
    for (int number = 0; number < EVENTS; number++) {
      log.store().append(history.next(step(KINDS.get(random.nextInt(KINDS.size())))));
    }
    log.awaitProjected();
  }

  private Step step(Kind kind) {
    return new Step(kind, random.nextInt(1000), "text " + random.nextInt());
  }

  /** Now and then so far behind that delta no longer reaches back. */
  private static void follow(SmallLog log, Follower follower, CompletableFuture<Void> writing) {
    Random lags = new Random(follower.hashCode());
    follower.bootstrap();
    while (!writing.isDone()) {
      long until = follower.cursor() + lags.nextInt(LAG_IDS_MAX);
      await()
        .pollInterval(Duration.ofMillis(1))
        .atMost(Duration.ofMinutes(2))
        .until(() -> writing.isDone() || log.head().lastId() >= until);
      follower.catchUp();
    }
  }

  private static String[] with(String... settings) {
    return Stream.concat(Stream.of(EAGER), Stream.of(settings)).toArray(String[]::new);
  }

  @Test
  @DisplayName(
    "contract 8: what a reader's snapshot says it has is there until it ends, whatever is dropped meanwhile"
  )
  void pinned() {
    try (SmallLog log = new SmallLog()) {
      Sample sample = Sample.in(log.store());
      for (int number = 0; number < 40; number++) {
        log.store().append(sample.message("message " + number));
      }
      log.awaitProjected();
      SyncLog syncLog = log.app().bean(SyncLog.class);
      Retention retention = log.retention(SmallLog.NO_TIME, SmallLog.LONG);

      int seen = log
        .app()
        .bean(Snapshot.class)
        .read(() -> {
          syncLog.pin();
          LogHead head = syncLog.head();
          // On another thread, so in another transaction.
          assertThatExceptionOfType(CompletionException.class)
            .isThrownBy(() -> CompletableFuture.supplyAsync(retention::look).join())
            .withMessageContaining("lock timeout");
          assertThat(syncLog.head()).isEqualTo(head);
          assertThat(log.number("SELECT first_id FROM sync.log_head")).isEqualTo(20);
          return syncLog.ofScope(sample.org(), 0, head.lastId(), 1000).size();
        });

      assertThat(seen).isEqualTo(2 + 40);
      assertThat(retention.look()).isPositive();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "delta", "compacted" })
  @DisplayName(
    "contract 8: a call that has to wait while events go is told of it, or given what they changed"
  )
  void goneWhileItWaits(String rung) throws SQLException {
    try (SmallLog log = new SmallLog()) {
      Sample sample = Sample.in(log.store());
      for (int number = 0; number < 20; number++) {
        log.store().append(sample.message("message " + number));
      }
      log.awaitProjected();
      CompletableFuture<HttpResponse<String>> answer;
      try (
        Connection connection = log.database().dataSource().getConnection();
        Statement statement = connection.createStatement()
      ) {
        connection.setAutoCommit(false);
        statement.execute("LOCK TABLE sync.sync_events IN ACCESS EXCLUSIVE MODE");
        answer = CompletableFuture.supplyAsync(() ->
          log.app().get("/sync/%s?lastSyncId=0&scope=%s".formatted(rung, sample.org()))
        );
        await().until(() -> log.number(WAITING) == 1);
        statement.execute(DROP_AT_ONCE);
        connection.commit();
      }
      if (rung.equals("delta")) {
        assertThat(answer.join().statusCode()).isEqualTo(410);
      } else {
        assertThat(RunningQuerySide.JSON.readTree(answer.join().body()).at("/models/Messages")).hasSize(20);
      }
    }
  }

  @Test
  @DisplayName("Of two nodes that look at once one drops")
  void twoAtOnce() {
    try (SmallLog log = new SmallLog()) {
      Sample sample = Sample.in(log.store());
      int dropped = 0;
      for (int round = 0; round < 10; round++) {
        for (int number = 0; number < 25; number++) {
          log.store().append(sample.message("message " + number));
        }
        log.awaitProjected();
        dropped += Stream.generate(() -> log.retention(SmallLog.NO_TIME, SmallLog.NO_TIME))
          .limit(3)
          .map(retention -> CompletableFuture.supplyAsync(retention::look))
          .toList()
          .stream()
          .mapToInt(CompletableFuture::join)
          .sum();
      }
      assertThat(dropped).isEqualTo((int) (log.head().lastId() / SmallLog.PARTITION_IDS));
      assertThat(log.partitions()).hasSize(2);
      assertThat(log.tables()).isEqualTo(2);
      assertThat(log.head().firstCompactedId()).isEqualTo(log.head().firstId());
    }
  }
}
