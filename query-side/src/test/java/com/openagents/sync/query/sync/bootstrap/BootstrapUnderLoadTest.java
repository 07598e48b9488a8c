package com.openagents.sync.query.sync.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.FoldedScope;
import com.openagents.sync.query.testing.History;
import com.openagents.sync.query.testing.History.Kind;
import com.openagents.sync.query.testing.History.Step;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

class BootstrapUnderLoadTest {

  private static final List<Kind> KINDS = List.of(
    Kind.POST,
    Kind.EDIT,
    Kind.DELETE,
    Kind.RECORD,
    Kind.OBSERVE
  );
  private static final int ROUNDS = 60;
  private static final int EVENTS_PER_ROUND = 8;

  private final TestDatabase database = TestDatabase.create();
  private final EventStore store = EventStore.createdIn(database);
  private final History history = new History();
  private final Random random = new Random(42);

  @Test
  @DisplayName("contract 5: while events are projected, each bootstrap is the exact state at its lastSyncId")
  void exactAtAnyMoment() {
    try (
      RunningQuerySide app = RunningQuerySide.on(
        database,
        "agentsync.projector.batch-events-max=5",
        "agentsync.projector.poll-every=5ms"
      )
    ) {
      store.append("m-0", events(2));
      store.awaitProjected();
      Scope org = history.scopes().getFirst();

      CompletableFuture<Void> writing = CompletableFuture.runAsync(() -> {
        for (int round = 1; round <= ROUNDS; round++) {
          store.append("m-" + round, events(EVENTS_PER_ROUND));
        }
      });
      Map<Long, FoldedScope> observed = new TreeMap<>();
      do {
        JsonNode bootstrap = app.json("/sync/bootstrap?scope=" + org);
        observed.put(bootstrap.get("lastSyncId").longValue(), FoldedScope.of(bootstrap));
      } while (!writing.isDone());
      writing.join();
      store.awaitProjected();

      assertThat(observed).hasSizeGreaterThan(5);
      requireExact(app, org, observed);
    }
  }

  /** Folds the whole log and looks at each moment that a bootstrap claims to show. */
  private static void requireExact(RunningQuerySide app, Scope scope, Map<Long, FoldedScope> observed) {
    List<JsonNode> events = events(app, scope);
    FoldedScope folded = FoldedScope.empty();
    int next = 0;
    for (Map.Entry<Long, FoldedScope> moment : observed.entrySet()) {
      while (next < events.size() && events.get(next).get("id").longValue() <= moment.getKey()) {
        folded.apply(events.get(next));
        next++;
      }
      assertThat(folded).as("at %d", moment.getKey()).isEqualTo(moment.getValue());
    }
  }

  private static List<JsonNode> events(RunningQuerySide app, Scope scope) {
    List<JsonNode> events = new ArrayList<>();
    JsonNode page;
    long cursor = 0;
    do {
      page = app.json("/sync/delta?lastSyncId=%d&scope=%s".formatted(cursor, scope));
      page.get("events").forEach(events::add);
      cursor = page.get("latestSyncId").longValue();
    } while (page.get("hasMore").booleanValue());
    return events;
  }

  private List<DomainEvent> events(int number) {
    return IntStream.range(0, number)
      .mapToObj(_ ->
        history.next(
          new Step(KINDS.get(random.nextInt(KINDS.size())), random.nextInt(1000), "text " + random.nextInt())
        )
      )
      .toList();
  }
}
