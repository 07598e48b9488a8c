package com.openagents.sync.query.sync.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.event.StoredEvents;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

/** Two nodes whose every move is decided here, so that they meet in every order. */
class FenceTest {

  private static @Nullable TestDatabase database;
  private static final List<RunningQuerySide> apps = new ArrayList<>();

  enum Move {
    TAKE_OVER,
    READ,
    WRITE,
    RENEW,
    LEASE_RUNS_OUT,
    APPEND,
  }

  /** @param node which of the two moves */
  record Step(Move move, int node) {}

  @BeforeContainer
  static void start() {
    database = TestDatabase.create();
    EventStore.createdIn(database);
    for (int node = 0; node < 2; node++) {
      apps.add(RunningQuerySide.on(database, "agentsync.projector.enabled=false"));
    }
  }

  @AfterContainer
  static void stop() {
    apps.forEach(RunningQuerySide::close);
  }

  @Property(tries = 150)
  @Label(
    "contract 3: in every order of taking over, reading, writing and running out, only the node of the newest term" +
      " writes, and the log stays dense"
  )
  void onlyTheNewestTermWrites(@ForAll("steps") @Size(min = 5, max = 60) List<Step> steps) {
    EventStore store = new EventStore(Objects.requireNonNull(database));
    LogChecks checks = LogChecks.of(Objects.requireNonNull(database));
    Sample sample = Sample.in(store);
    List<Player> players = apps.stream().map(Node::new).map(Player::new).toList();
    runOut(checks);
    Player newest = null;
    for (Step step : steps) {
      Player player = players.get(step.node());
      switch (step.move()) {
        case APPEND -> store.append(sample.message("text"));
        case LEASE_RUNS_OUT -> runOut(checks);
        case READ -> player.read();
        case RENEW -> attempt(player, newest, player.node::renew, checks);
        case WRITE -> {
          if (player.read != null) {
            attempt(player, newest, player::write, checks);
          }
        }
        case TAKE_OVER -> {
          player.takeOver();
          newest = player.node.believesToLead() ? player : newest;
        }
      }
    }
    runOut(checks);
    Node last = players.getFirst().node;
    last.takeOver();
    while (last.project(3)) {
      checks.requireDenseChains();
    }
    checks.requireDenseChains();
    checks.requireNothingTwice();
    assertThat(checks.position()).isEqualTo(store.lastIndex());
  }

  /** Who leads may; who only believes to lead is told, and nothing is written. */
  private static void attempt(Player player, @Nullable Player leader, Runnable action, LogChecks checks) {
    if (!player.node.believesToLead()) {
      return;
    }
    if (player == leader) {
      action.run();
      return;
    }
    String before = checks.head();
    assertThatExceptionOfType(LeaseLost.class).isThrownBy(action::run);
    assertThat(checks.head()).isEqualTo(before);
  }

  private static void runOut(LogChecks checks) {
    checks.change("UPDATE sync.log_head SET lease_until = '-infinity'");
  }

  private static final class Player {

    private final Node node;
    private StoredEvents.@Nullable News read;

    Player(Node node) {
      this.node = node;
    }

    void read() {
      if (node.believesToLead()) {
        StoredEvents.News news = node.read(3);
        read = news.events().isEmpty() ? null : news;
      }
    }

    void write() {
      StoredEvents.News news = Objects.requireNonNull(read);
      read = null;
      node.write(news);
    }

    void takeOver() {
      read = null;
      node.takeOver();
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(Arbitraries.of(Move.class), Arbitraries.integers().between(0, 1))
      .as(Step::new)
      .list();
  }
}
