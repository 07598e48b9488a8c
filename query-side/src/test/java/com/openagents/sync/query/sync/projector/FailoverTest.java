package com.openagents.sync.query.sync.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class FailoverTest {

  private static final Duration WITHIN = Duration.ofSeconds(30);

  private final TestDatabase database = TestDatabase.create();
  private final EventStore store = EventStore.createdIn(database);
  private final LogChecks checks = LogChecks.of(database);
  private final Sample sample = Sample.in(store);

  @Test
  @DisplayName(
    "contract 3: a node that pauses while it holds the head's lock is cut off; another takes over, and what the first" +
      " still sends is not written"
  )
  void pausedUnderTheLock() {
    try (RunningQuerySide sleeper = RunningQuerySide.on(database, "agentsync.projector.enabled=false")) {
      Node paused = new Node(sleeper);
      assertThat(paused.takeOver()).isTrue();
      store.append(sample.message("while it sleeps"));
      try (RunningQuerySide other = RunningQuerySide.on(database)) {
        assertThatThrownBy(() ->
          paused.underLock(() -> {
            checks.awaitPosition(store.lastIndex());
            paused.move(1_000_000, 1_000_000);
          })
        ).isNotInstanceOf(AssertionError.class);
        awaitState(other, "following");
        requireWhole();
      }
    }
  }

  @Test
  @DisplayName("contract 3: a node that stops hands over; ids stay dense")
  void handover() {
    RunningQuerySide first = RunningQuerySide.on(database);
    awaitState(first, "following");
    try (RunningQuerySide second = RunningQuerySide.on(database)) {
      awaitState(second, "standing by");
      store.append(sample.message("by the first"));
      checks.awaitPosition(store.lastIndex());

      first.close();

      awaitState(second, "following");
      store.append(sample.message("by the second"));
      requireWhole();
    }
  }

  private void requireWhole() {
    checks.awaitPosition(store.lastIndex());
    checks.requireDenseChains();
    checks.requireNothingTwice();
  }

  private static void awaitState(RunningQuerySide app, String state) {
    await()
      .atMost(WITHIN)
      .until(() ->
        RunningQuerySide.JSON.readTree(app.get("/actuator/health/projector").body())
          .at("/details/state")
          .asString("")
          .equals(state)
      );
  }
}
