package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.testing.TestDatabase;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("contract 8: who can't be caught up is told so")
class ResyncTest {

  private final TestDatabase database = migrated();
  private final SyncLogWriter before = new SyncLogWriter(database.dataSource(), new Signals());
  private final Scope scope = before.org(UUID.randomUUID(), "alice");
  private final List<Long> past = before.write(scope, 100);
  // What is in memory is served from there, whatever the log dropped.
  private final Gateway gateway = Gateway.start(database, "recent-events-at-start-max=0");
  private final SyncLogWriter log = gateway.writer();

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("contract 8: a cursor of another life of the log: resync, epoch")
  void otherEpoch() {
    TestClient client = gateway.connect("alice");
    client.send(
      """
      {"type":"subscribe","scope":"%s","lastSyncId":%d,"epoch":"%s"}
      """.formatted(scope, past.getLast(), UUID.randomUUID())
    );
    expectResync(client, "epoch");
  }

  @Test
  @DisplayName("contract 8: a cursor ahead of the log: resync, ahead")
  void ahead() {
    expectResync(gateway.connect("alice").subscribe(scope, log.lastId() + 1000), "ahead");
  }

  @Test
  @DisplayName("contract 8: a cursor that the log no longer reaches: resync, retention")
  void retention() {
    log.jdbc().sql("UPDATE sync.log_head SET first_id = ?").param(past.get(50)).update();
    try {
      expectResync(gateway.connect("alice").subscribe(scope, past.get(10)), "retention", "compacted");
      log.jdbc().sql("UPDATE sync.log_head SET first_compacted_id = ?").param(past.get(20)).update();
      expectResync(gateway.connect("alice").subscribe(scope, past.get(10)), "retention", "bootstrap");
      expectResync(gateway.connect("alice").subscribe(scope, past.get(19)), "retention", "compacted");
      TestClient client = gateway.connect("alice").subscribe(scope, past.get(49));
      assertThat(client.nextEventIds(50)).startsWith(past.subList(50, 100).toArray(Long[]::new));
    } finally {
      log.jdbc().sql("UPDATE sync.log_head SET first_id = 1, first_compacted_id = 1").update();
    }
  }

  @Test
  @DisplayName("contract 8: a log with a hole behind the cursor: resync, and nothing past the hole")
  void hole() {
    TestDatabase other = migrated();
    SyncLogWriter writer = new SyncLogWriter(other.dataSource(), new Signals());
    Scope holed = writer.org(UUID.randomUUID(), "alice");
    List<Long> ids = writer.write(holed, 10);
    writer.jdbc().sql("DELETE FROM sync.sync_events WHERE id = ?").param(ids.get(5)).update();
    try (Gateway second = Gateway.start(other)) {
      expectResync(second.connect("alice").subscribe(holed, ids.get(2)), "retention");
      TestClient client = second.connect("alice").subscribe(holed, ids.get(5));
      assertThat(client.nextEventIds(4)).isEqualTo(ids.subList(6, 10));
    }
  }

  @Test
  @DisplayName(
    "contract 8: a log that begins anew under live subscribers tells them, and serves the new life"
  )
  void newLife() {
    Scope live = log.org(UUID.randomUUID(), "alice");
    long id = log.write(live, "Message", "a");
    TestClient client = gateway.connect("alice").subscribe(live, id);
    client.next("subscribed");

    UUID epoch = UUID.randomUUID();
    log.jdbc().sql("UPDATE sync.log_head SET epoch = ?").param(epoch).update();
    log.raise();
    expectResync(client, "epoch");

    client.subscribe(live, id);
    assertThat(client.next("subscribed").path("epoch").asString()).isEqualTo(epoch.toString());
    long next = log.write(live, "Message", "b");
    assertThat(client.nextEventIds(1)).containsExactly(next);
  }

  private void expectResync(TestClient client, String reason) {
    expectResync(client, reason, "bootstrap");
  }

  private void expectResync(TestClient client, String reason, String next) {
    JsonNode resync = client.next("resync");
    assertThat(resync.path("reason").asString()).isEqualTo(reason);
    assertThat(resync.path("next").asString()).isEqualTo(next);
    log.write(scope, 1);
    client.expectNothingMore();
  }

  private static TestDatabase migrated() {
    TestDatabase database = TestDatabase.create();
    Gateway.migrate(database);
    return database;
  }
}
