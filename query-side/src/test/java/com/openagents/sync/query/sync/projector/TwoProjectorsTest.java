package com.openagents.sync.query.sync.projector;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TwoProjectorsTest {

  private static final int PARTITION_IDS = 500;
  private static final String[] EAGER = {
    "agentsync.projector.batch-events-max=7",
    "agentsync.projector.poll-every=10ms",
    "agentsync.projector.partition-ids=" + PARTITION_IDS,
  };
  private static final int MESSAGES = 600;
  private static final int KILL_EVERY = 50;

  @Test
  @DisplayName(
    "contract 3: two nodes project at once, their connections killed now and then: ids dense, no event twice"
  )
  void twoAtOnce() {
    TestDatabase database = TestDatabase.create();
    EventStore store = EventStore.createdIn(database);
    LogChecks checks = LogChecks.of(database);
    try (
      RunningQuerySide one = RunningQuerySide.on(database, EAGER);
      RunningQuerySide other = RunningQuerySide.on(database, EAGER)
    ) {
      assertThat(one.url("")).isNotEqualTo(other.url(""));
      Sample sample = Sample.in(store);
      for (int number = 1; number <= MESSAGES; number++) {
        store.append(sample.message("message " + number));
        if (number % KILL_EVERY == 0) {
          killProjections(checks);
        }
      }
      checks.awaitPosition(store.lastIndex());
    }
    checks.requireDenseChains();
    checks.requireNothingTwice();
    assertThat(checks.number("SELECT count(*) FROM read.messages")).isEqualTo(MESSAGES);
    assertThat(checks.lastId()).isEqualTo(1 + 2L * (1 + MESSAGES));
    requirePartitionAhead(checks);
  }

  private static void requirePartitionAhead(LogChecks checks) {
    assertThat(
      checks.number("SELECT count(*) FROM pg_inherits WHERE inhparent = 'sync.sync_events'::regclass")
    ).isEqualTo(checks.lastId() / PARTITION_IDS + 2);
  }

  /** Whoever holds the head's lock or waits for it. */
  private static void killProjections(LogChecks checks) {
    checks.number(
      """
      SELECT count(pg_terminate_backend(pid)) FROM pg_locks
      WHERE relation = 'sync.log_head'::regclass AND mode = 'RowShareLock' AND pid <> pg_backend_pid()
      """
    );
  }
}
