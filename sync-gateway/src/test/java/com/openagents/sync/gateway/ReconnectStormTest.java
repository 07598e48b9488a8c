package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.testing.TestDatabase;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Many clients that come back at once")
class ReconnectStormTest {

  private static final int CLIENTS = 200;
  private static final int EVENTS_BEHIND = 100;
  private static final int QUERIES_MAX = 10;

  @Test
  @DisplayName("are caught up from memory, also by a gateway that has just started")
  void fewQueries() {
    TestDatabase database = TestDatabase.create();
    Gateway.migrate(database);
    Scope scope;
    long cursor;
    List<Long> ids;
    try (Gateway before = Gateway.start(database)) {
      SyncLogWriter log = before.writer();
      scope = log.org(UUID.randomUUID(), "alice");
      cursor = log.write(scope, "Message", "a");
      ids = log.write(scope, EVENTS_BEHIND);
    }
    // The tail itself looks now and then.
    try (Gateway gateway = Gateway.start(database, "tail-poll-every=1h", "blind-at-most=2h")) {
      gateway.awaitTail();
      Scope followed = scope;
      gateway.connect("alice").subscribe(followed, cursor).next("delta");
      long before = queries(gateway);
      List<TestClient> clients = Stream.generate(() -> gateway.connect("alice").subscribe(followed, cursor))
        .limit(CLIENTS)
        .toList();
      assertThat(clients).allSatisfy(client -> assertThat(client.nextEventIds(EVENTS_BEHIND)).isEqualTo(ids));
      clients.forEach(client -> client.next("subscribed"));
      assertThat(queries(gateway) - before).isLessThanOrEqualTo(QUERIES_MAX);
    }
  }

  /** How often a connection to the database was asked for, which each query does. */
  private static long queries(Gateway gateway) {
    return gateway.bean(MeterRegistry.class).get("hikaricp.connections.acquire").timer().count();
  }
}
