package com.openagents.sync.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.rebuild.RebuildReport;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.FoldedScope;
import com.openagents.sync.query.testing.Follower;
import com.openagents.sync.query.testing.History;
import com.openagents.sync.query.testing.History.Kind;
import com.openagents.sync.query.testing.History.Step;
import com.openagents.sync.query.testing.HistorySteps;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

@Label("Random histories, with erasures, rebuilt in small pages")
class RebuildLawTest {

  private static @Nullable RunningQuerySide app;
  private static @Nullable EventStore store;
  private static @Nullable JdbcClient jdbc;

  @BeforeContainer
  static void start() {
    TestDatabase database = TestDatabase.create();
    store = EventStore.createdIn(database);
    jdbc = JdbcClient.create(database.dataSource());
    app = RunningQuerySide.on(
      database,
      "agentsync.rebuild.operators=" + EventStore.ACTOR,
      "agentsync.rebuild.look-every=10ms",
      "agentsync.rebuild.page-events-max=4",
      "agentsync.rebuild.flush-rows-max=3"
    );
  }

  @AfterContainer
  static void stop() {
    app().close();
  }

  @Property(tries = 12, shrinking = ShrinkingMode.OFF)
  @Label(
    "contract 12: whatever happened, replaying makes the rows that are there; and where not, clients hear of it"
  )
  void replayMakesTheSameRows(@ForAll("steps") @Size(min = 5, max = 60) List<Step> steps) {
    History history = new History();
    steps.forEach(step -> store().append(history.next(step)));
    store().awaitProjected();
    List<Follower> followers = history
      .scopes()
      .stream()
      .map(scope -> Follower.begun(app(), scope))
      .toList();
    requireNothingDiffers(new Rebuilds(app()).report("{\"kind\":\"verify\"}"));
    long before = lastId();
    requireNothingDiffers(new Rebuilds(app()).report("{}"));
    assertThat(lastId()).isEqualTo(before);
    jdbc()
      .sql("UPDATE read.agents SET status = 'retired', name = name || 'x' WHERE status = 'active'")
      .update();
    jdbc().sql("DELETE FROM read.reasoning_steps WHERE observation IS NULL").update();
    new Rebuilds(app()).report("{}");
    followers.forEach(Follower::requireFollows);
    requireNothingDiffers(new Rebuilds(app()).report("{\"kind\":\"verify\"}"));
  }

  private static void requireNothingDiffers(RebuildReport report) {
    assertThat(report.examples()).as(report.toString()).isEmpty();
    assertThat(report.scopesDiffering()).isZero();
    assertThat(report.orgsLeft()).isEmpty();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step> erasures = HistorySteps.any().map(step ->
      new Step(Kind.ERASE, step.target(), step.text())
    );
    return Arbitraries.frequencyOf(Tuple.of(15, HistorySteps.any()), Tuple.of(1, erasures)).list();
  }

  private static long lastId() {
    return jdbc().sql("SELECT last_id FROM sync.log_head").query(Long.class).single();
  }

  private static RunningQuerySide app() {
    return Objects.requireNonNull(app);
  }

  private static EventStore store() {
    return Objects.requireNonNull(store);
  }

  private static JdbcClient jdbc() {
    return Objects.requireNonNull(jdbc);
  }
}
