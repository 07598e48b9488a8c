package com.openagents.sync.query.sync.projector;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

class SetAsideOrderTest {

  private static final int ORGS = 3;

  private static @Nullable TestDatabase database;
  private static @Nullable RunningQuerySide app;

  /** @param org by number; {@code readable} is false for an event that nobody can read until it is mended */
  record Step(int org, boolean readable) {}

  @BeforeContainer
  static void start() {
    database = TestDatabase.create();
    EventStore.createdIn(database);
    app = RunningQuerySide.on(database, "agentsync.projector.enabled=false");
  }

  @AfterContainer
  static void stop() {
    Objects.requireNonNull(app).close();
  }

  @Property(tries = 60)
  @Label(
    "contract 3, 5: wherever events can't be read, every org has all before its first of them, and once they are" +
      " mended everything, in order"
  )
  void orderIsKept(
    @ForAll("steps") @Size(min = 1, max = 40) List<Step> steps,
    @ForAll @IntRange(min = 1, max = 20) int batch
  ) {
    EventStore store = new EventStore(Objects.requireNonNull(database));
    List<Sample> samples = Stream.generate(() -> Sample.in(store))
      .limit(ORGS)
      .toList();
    Map<Long, MessagePosted> unreadable = new LinkedHashMap<>();
    List<List<String>> before = lists();
    List<List<String>> all = lists();
    boolean[] hurt = new boolean[ORGS];
    for (int number = 0; number < steps.size(); number++) {
      Step step = steps.get(number);
      MessagePosted message = samples.get(step.org()).message("message " + number);
      all.get(step.org()).add(message.content());
      hurt[step.org()] |= !step.readable();
      if (step.readable()) {
        store.append(message);
      } else {
        store.appendRaw(message.orgId(), "AgentPromoted", "{}");
        unreadable.put(store.lastIndex(), message);
      }
      if (!hurt[step.org()]) {
        before.get(step.org()).add(message.content());
      }
    }
    Node node = new Node(Objects.requireNonNull(app));
    assertThat(node.takeOver()).isTrue();
    projectAll(node, batch);
    assertThat(seen(samples)).isEqualTo(before);

    unreadable.forEach(store::repair);
    while (!node.progress().heldOrgs().isEmpty()) {
      List.copyOf(node.progress().heldOrgs()).forEach(org -> node.retry(org, batch));
    }
    assertThat(seen(samples)).isEqualTo(all);
    LogChecks checks = LogChecks.of(Objects.requireNonNull(database));
    checks.requireDenseChains();
    checks.requireNothingTwice();
    assertThat(checks.position()).isEqualTo(store.lastIndex());
  }

  private static void projectAll(Node node, int batch) {
    boolean more = true;
    while (more) {
      more = node.project(batch);
    }
  }

  private static List<List<String>> lists() {
    return Stream.<List<String>>generate(ArrayList::new).limit(ORGS).toList();
  }

  /** What each org's messages say, in the order of the log. */
  private static List<List<String>> seen(List<Sample> samples) {
    return samples
      .stream()
      .map(sample ->
        Objects.requireNonNull(app)
          .json("/sync/delta?limit=1000&lastSyncId=0&scope=" + sample.org())
          .at("/events")
          .valueStream()
          .filter(event -> event.path("model").asString().equals("Message"))
          .map(event -> event.at("/data/content").asString())
          .toList()
      )
      .toList();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Boolean> readable = Arbitraries.integers()
      .between(0, 9)
      .map(number -> number > 0);
    return Combinators.combine(Arbitraries.integers().between(0, ORGS - 1), readable)
      .as(Step::new)
      .list();
  }
}
