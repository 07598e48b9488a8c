package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.gateway.TailState.Kind;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("The tail")
class TailTest {

  private final Gateway gateway = Gateway.start("tail-poll-every=100ms");
  private final SyncLogWriter log = gateway.writer();
  private final JdbcClient jdbc = log.jdbc();
  private final Scope scope = log.org(UUID.randomUUID(), "alice");

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("waits for a log that is not there yet, and follows it once it is")
  void noSchemaYet() {
    TestDatabase database = TestDatabase.create();
    try (Gateway early = Gateway.start(database, "tail-poll-every=100ms", "blind-at-most=1h")) {
      await().until(() -> tail(early) == Kind.UNREACHABLE);
      assertThat(health(early)).isEqualTo(Status.OUT_OF_SERVICE);
      TestClient client = early.connect("alice").subscribe(Scope.org(UUID.randomUUID()), 1);
      assertThat(client.nextError("unavailable").path("retryable").asBoolean()).isTrue();

      Gateway.migrate(database);
      await().until(() -> tail(early) == Kind.FOLLOWING);
      assertThat(health(early)).isEqualTo(Status.UP);
      SyncLogWriter writer = early.writer();
      Scope first = writer.org(UUID.randomUUID(), "alice");
      client.subscribe(first, writer.write(first, "Message", "a")).next("subscribed");
      long next = writer.write(first, "Message", "b");
      assertThat(client.nextEventIds(1)).containsExactly(next);
    }
  }

  @Test
  @DisplayName("contract 7: loses nothing when the database drops every connection, again and again")
  void connectionsDropped() {
    TestClient client = follower();
    for (int round = 0; round < 5; round++) {
      List<Long> ids = log.write(scope, 10);
      jdbc
        .sql(
          """
          SELECT pg_terminate_backend(pid) FROM pg_stat_activity
          WHERE datname = current_database() AND pid <> pg_backend_pid()
          """
        )
        .query((_, _) -> true)
        .list();
      assertThat(client.nextEventIds(10)).isEqualTo(ids);
    }
  }

  @Test
  @DisplayName("contract 7: hears nothing of a commit and finds it all the same")
  void noSignal() {
    TestClient client = follower();
    List<Long> ids = new SyncLogWriter(gateway.dataSource(), new Signals()).write(scope, 3);
    assertThat(client.nextEventIds(3)).isEqualTo(ids);
  }

  @Test
  @DisplayName("delivers what a projector in the same process hands over without a look into the log")
  void handedOver() throws SQLException {
    try (Gateway other = Gateway.start("tail-poll-every=1h", "blind-at-most=2h")) {
      SyncLogWriter writer = other.handingOver(() -> true);
      Scope first = writer.org(UUID.randomUUID(), "alice");
      TestClient client = other.connect("alice").subscribe(first, writer.write(first, "Message", "a"));
      client.next("subscribed");
      try (Connection reader = other.dataSource().getConnection()) {
        reader.setAutoCommit(false);
        writer.afterCommit(_ -> lockLog(reader));
        long next = writer.write(first, "Message", "b");
        assertThat(client.nextEventIds(1)).containsExactly(next);
      }
    }
  }

  private static void lockLog(Connection connection) {
    try {
      connection
        .createStatement()
        .execute("LOCK TABLE sync.log_head, sync.sync_events IN ACCESS EXCLUSIVE MODE");
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Test
  @DisplayName("contract 8: never goes past a hole, says so in its health, and goes on once it is filled")
  void hole() {
    TestClient client = follower();
    long before = log.lastId();
    jdbc.sql("UPDATE sync.log_head SET last_id = last_id + 1").update();
    long after = log.write(scope, "Message", "past the hole");
    await().until(() -> tail(gateway) == Kind.BROKEN);
    assertThat(health(gateway)).isEqualTo(Status.DOWN);
    client.expectNothingMore();

    Scope other = log.org(UUID.randomUUID(), "alice");
    jdbc
      .sql(SyncLogWriter.EVENT)
      .params(before + 1, 0, other.toString(), "Message", "{}", before + 1)
      .update();
    assertThat(client.nextEventIds(1)).containsExactly(after);
    await().until(() -> health(gateway).equals(Status.UP));
  }

  @Test
  @DisplayName("contract 4: an event that names another than the one before it in its scope stops the tail")
  void brokenChain() {
    TestClient client = follower();
    long right = log.write(scope, "Message", "the right one");
    assertThat(client.nextEventIds(1)).containsExactly(right);
    jdbc.sql("UPDATE sync.scopes SET last_id = 1 WHERE scope = ?").param(scope.toString()).update();
    long wrong = log.write(scope, "Message", "names the wrong one");
    await().until(() -> tail(gateway) == Kind.BROKEN);
    client.expectNothingMore();

    jdbc.sql("UPDATE sync.sync_events SET prev_id = ? WHERE id = ?").params(right, wrong).update();
    assertThat(client.nextEventIds(1)).containsExactly(wrong);
    await().until(() -> tail(gateway) == Kind.FOLLOWING);
  }

  @Test
  @DisplayName(
    "contract 7: sends its clients elsewhere while it can't read the log, and takes none until it can"
  )
  void blind() {
    try (Gateway other = Gateway.start("tail-poll-every=100ms", "blind-at-most=500ms")) {
      TestClient client = other.connect("alice");
      JdbcClient database = other.writer().jdbc();
      database.sql("ALTER TABLE sync.log_head RENAME TO log_head_away").update();
      assertThat(client.next("reconnect").path("afterMs").asLong()).isNotNegative();
      assertThat(client.awaitClose().code()).isEqualTo(1001);
      assertThatThrownBy(() -> other.connect("alice")).hasStackTraceContaining("503");

      database.sql("ALTER TABLE sync.log_head_away RENAME TO log_head").update();
      await().until(() -> tail(other) == Kind.FOLLOWING);
      other.connect("alice").send("{\"type\":\"ping\"}").next("pong");
    }
  }

  @Test
  @DisplayName("forgets what it holds in memory once older events are redacted")
  void redacted() {
    TestClient live = follower();
    long cursor = log.lastId();
    long id = log.write(scope, "Message", "to be erased");
    assertThat(live.nextEventIds(1)).containsExactly(id);
    jdbc
      .sql("UPDATE sync.sync_events SET data = jsonb_build_object('content', 'erased') WHERE id = ?")
      .param(id)
      .update();
    jdbc.sql("UPDATE sync.log_head SET redactions = redactions + 1").update();
    await().untilAsserted(() ->
      assertThat(
        gateway
          .connect("alice")
          .subscribe(scope, cursor)
          .next("delta")
          .at("/events/0/data/content")
          .asString()
      ).isEqualTo("erased")
    );
  }

  /** A client that is live on the scope. */
  private TestClient follower() {
    long cursor = log.write(scope, "Message", "a");
    TestClient client = gateway.connect("alice");
    // After the connections were dropped the pool may hand out a dead one once more: unavailable, try again.
    await().until(() -> client.subscribe(scope, cursor).next().path("type").asString().equals("subscribed"));
    return client;
  }

  private static Kind tail(Gateway gateway) {
    return gateway.bean(Tail.class).state().kind();
  }

  private static Status health(Gateway gateway) {
    return gateway.bean(SyncTailHealth.class).health().getStatus();
  }
}
