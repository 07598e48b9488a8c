package com.openagents.sync.query.sync.projector;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.FoldedScope;
import com.openagents.sync.query.testing.History;
import com.openagents.sync.query.testing.History.Kind;
import com.openagents.sync.query.testing.History.Step;
import com.openagents.sync.query.testing.HistorySteps;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@Label("Random histories, projected in random batches")
class FoldLawTest {

  private static @Nullable RunningQuerySide app;
  private static @Nullable EventStore store;

  @BeforeContainer
  static void start() {
    TestDatabase database = TestDatabase.create();
    store = EventStore.createdIn(database);
    app = RunningQuerySide.on(
      database,
      "agentsync.projector.enabled=false",
      "agentsync.projector.partition-ids=50",
      "agentsync.projector.erasure-rows-max=3",
      // What was seen before an erasure is compared as it was.
      "agentsync.erasure.enabled=false"
    );
  }

  @AfterContainer
  static void stop() {
    app().close();
  }

  @Property(tries = 40)
  @Label(
    "contract 5 and 6: bootstrap at A + events in (A, B] = bootstrap at B; contract 3: ids dense; contract 4: prev_id unbroken"
  )
  void foldLaw(
    @ForAll("steps") @Size(min = 1, max = 40) List<Step> steps,
    @ForAll @NotEmpty @Size(max = 5) List<@IntRange(min = 1, max = 20) Integer> batches,
    @ForAll @IntRange(min = 1, max = 20) int limit
  ) {
    History history = new History();
    steps.forEach(step -> store().append(history.next(step)));
    long start = checks().lastId();
    Map<Scope, List<Observed>> observed = new HashMap<>();
    history
      .scopes()
      .forEach(scope ->
        observed.put(scope, new ArrayList<>(List.of(new Observed(start, FoldedScope.empty()))))
      );
    project(batches, () ->
      observed.forEach((scope, all) -> {
        if (isKnown(scope)) {
          JsonNode bootstrap = app().json("/sync/bootstrap?scope=" + scope);
          all.add(new Observed(bootstrap.get("lastSyncId").longValue(), FoldedScope.of(bootstrap)));
        }
      })
    );
    observed.forEach((scope, all) -> requireFoldLaw(scope, all, limit));
    checks().requireDenseChains();
    checks().requireNothingTwice();
  }

  /** What a scope's bootstrap said at one moment. */
  private record Observed(long lastSyncId, FoldedScope state) {}

  private static void requireFoldLaw(Scope scope, List<Observed> observed, int limit) {
    for (int from = 0; from < observed.size(); from++) {
      Observed first = observed.get(from);
      List<JsonNode> events = delta(scope, first.lastSyncId(), limit);
      for (Observed later : observed.subList(from, observed.size())) {
        FoldedScope folded = first.state().copy();
        events
          .stream()
          .filter(event -> event.get("id").longValue() <= later.lastSyncId())
          .forEach(folded::apply);
        assertThat(folded)
          .as("%s from %d to %d", scope, first.lastSyncId(), later.lastSyncId())
          .isEqualTo(later.state());
      }
    }
  }

  private static List<JsonNode> delta(Scope scope, long from, int limit) {
    List<JsonNode> events = new ArrayList<>();
    long cursor = from;
    JsonNode page;
    do {
      page = app().json("/sync/delta?scope=%s&lastSyncId=%d&limit=%d".formatted(scope, cursor, limit));
      page.get("events").forEach(events::add);
      cursor = page.get("latestSyncId").longValue();
    } while (page.get("hasMore").booleanValue());
    assertThat(cursor).isEqualTo(checks().lastId());
    return events;
  }

  private static void project(List<Integer> batches, Runnable afterEach) {
    Node node = new Node(app());
    int turn = 0;
    node.takeOver();
    while (node.project(batches.get(turn % batches.size()))) {
      afterEach.run();
      turn++;
    }
  }

  private static boolean isKnown(Scope scope) {
    return checks().number("SELECT count(*) FROM sync.scopes WHERE scope = '" + scope + "'") == 1;
  }

  private static LogChecks checks() {
    return new LogChecks(app().bean(JdbcClient.class));
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> erasures = HistorySteps.any().map(step ->
      new Step(Kind.ERASE, step.target(), step.text())
    );
    return Arbitraries.frequencyOf(Tuple.of(12, HistorySteps.any()), Tuple.of(1, erasures)).list();
  }

  private static RunningQuerySide app() {
    return Objects.requireNonNull(app);
  }

  private static EventStore store() {
    return Objects.requireNonNull(store);
  }
}
