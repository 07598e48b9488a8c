package com.openagents.sync.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.command.eventstore.EventStoreDatabase.HeldHead;
import com.openagents.sync.command.eventstore.EventStoreDatabase.Node;
import com.openagents.sync.command.testing.Crowd;
import com.openagents.sync.command.testing.Link;
import com.openagents.sync.command.testing.Outage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import org.assertj.core.api.ThrowingConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Nodes, lines and databases that stand still, at the worst moment. */
class NothingWedgesTest {

  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration MEDIUM = Duration.ofSeconds(1);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int MORE_BYTES_THAN_SOCKETS_BUFFER = 20_000_000;
  private static final int FEWER_BYTES = 100_000;

  private final EventStoreDatabase store = EventStoreDatabase.create();
  private final Link link = Link.to(store.database());

  @AfterEach
  void close() {
    link.close();
  }

  @Test
  @DisplayName("contract 2, 9: a node that is paused with the head's lock holds up no other, and stores once")
  void pausedNode() throws SQLException {
    EventStoreLimits limits = Limits.times(SHORT, LONG, SHORT, LONG);
    Append append = Appends.fresh(1);
    try (Node paused = store.node(link.jdbcUrl(), limits); Node other = store.node()) {
      Future<FirstAnswer> caller;
      try (HeldHead _ = store.holdHead()) {
        caller = Crowd.start(() -> paused.append(append));
        await().until(store::someoneWaitsForALock);
        link.freeze();
      }
      assertThat(other.append(Appends.fresh(1)).lastIndex()).isEqualTo(1);
      assertThatThrownBy(() -> Crowd.result(caller)).satisfies(like(AppendRefusals.outcomeUnknown()));
      link.thaw();
      FirstAnswer answer = other.append(Appends.repeat(append));
      await()
        .ignoreExceptionsInstanceOf(Rejected.class)
        .untilAsserted(() -> assertThat(paused.append(Appends.repeat(append))).isEqualTo(answer));
    }
    assertThat(store.globalIndexes(0)).containsExactly(1L, 2L);
  }

  @Test
  @DisplayName("contract 2: a node that is paused in the middle of a statement holds up no other")
  void pausedInAStatement() {
    Append large = Appends.large(MORE_BYTES_THAN_SOCKETS_BUFFER);
    try (
      Node paused = store.node(link.jdbcUrl(), Limits.times(LONG, LONG, LONG, MEDIUM));
      Node other = store.node()
    ) {
      paused.append(Appends.fresh(1));
      link.freezeAfter(FEWER_BYTES);
      // Its writer stands in a write, which only the watchdog ends.
      assertThatThrownBy(() -> paused.append(large)).satisfies(like(AppendRefusals.unavailable()));
      assertThat(other.append(Appends.fresh(1)).lastIndex()).isEqualTo(2);
    }
    assertThat(store.mutationIds()).doesNotContain(large.mutationId());
  }

  @Test
  @DisplayName("contract 1, 9: a database that stands still is told to the callers, and the writer recovers")
  void frozenDatabase() {
    Append append = Appends.fresh(1);
    try (Node node = store.node(link.jdbcUrl(), Limits.times(LONG, LONG, LONG, SHORT))) {
      node.append(Appends.fresh(1));
      link.freeze();
      assertThatThrownBy(() -> node.append(append)).satisfies(like(AppendRefusals.unavailable()));
      assertThatThrownBy(() -> node.append(Appends.fresh(1))).satisfies(like(AppendRefusals.unavailable()));
      link.thaw();
      await()
        .ignoreExceptionsInstanceOf(Rejected.class)
        .untilAsserted(() -> assertThat(node.append(Appends.fresh(1)).lastIndex()).isEqualTo(2));
    }
    assertThat(store.mutationIds()).doesNotContain(append.mutationId());
  }

  @Test
  void whoeverWaitsTooLongForOtherNodesIsTold() throws SQLException {
    Append append = Appends.fresh(1);
    try (Node node = store.node(Limits.times(LONG, SHORT, LONG, LONG)); HeldHead held = store.holdHead()) {
      assertThatThrownBy(() -> node.append(append)).satisfies(like(AppendRefusals.unavailable()));
      held.release();
      assertThat(node.append(Appends.repeat(append)).lastIndex()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("contract 9: who waits too long in the queue is not stored; whom the writer took may be, once")
  void deadlines() throws SQLException {
    Append taken = Appends.fresh(1);
    Append queued = Appends.fresh(1);
    try (Node node = store.node(Limits.times(SHORT, LONG, LONG, LONG))) {
      try (HeldHead _ = store.holdHead()) {
        var first = Crowd.start(() -> node.append(taken));
        // Before, the writer might take both.
        await().until(store::someoneWaitsForALock);
        var last = Crowd.start(() -> node.append(queued));
        assertThatThrownBy(() -> Crowd.result(first)).satisfies(like(AppendRefusals.outcomeUnknown()));
        assertThatThrownBy(() -> Crowd.result(last)).satisfies(like(AppendRefusals.overloaded()));
      }
      await().until(() -> store.head() == 1);
      assertThat(node.append(Appends.repeat(taken)).record()).isEqualTo(taken.answer());
      assertThat(node.append(Appends.fresh(1)).lastIndex()).isEqualTo(2);
    }
    assertThat(store.mutationIds()).doesNotContain(queued.mutationId());
  }

  @Test
  @DisplayName(
    "contract 1, 9: a commit whose answer is lost took effect once, and the caller gets its answer"
  )
  void answerOfTheCommitIsLost() throws SQLException {
    Append append = Appends.fresh(2);
    try (Node node = store.node(link.jdbcUrl(), Limits.PATIENT)) {
      Future<FirstAnswer> caller;
      try (var _ = store.holdCommits()) {
        caller = Crowd.start(() -> node.append(append));
        await().until(store::someoneWaitsForALock);
        link.cut();
      }
      assertThat(Crowd.result(caller).record()).isEqualTo(append.answer());
    }
    assertThat(store.eventIds()).isEqualTo(append.events().stream().map(StoredEvent::eventId).toList());
    assertThat(store.transactions()).isEqualTo(1);
  }

  @Test
  @DisplayName("contract 1, 9: a commit that is broken off took no effect; tried again, it does once")
  void commitIsBrokenOff() throws SQLException {
    Append append = Appends.fresh(2);
    try (Node node = store.node()) {
      Future<FirstAnswer> caller;
      try (var _ = store.holdCommits()) {
        caller = Crowd.start(() -> node.append(append));
        await().until(store::someoneWaitsForALock);
        Outage.of(store.database()).terminateWhoWaitsForALock();
      }
      assertThat(Crowd.result(caller).record()).isEqualTo(append.answer());
    }
    assertThat(store.globalIndexes(0)).containsExactly(1L, 2L);
  }

  private static ThrowingConsumer<Throwable> like(Rejected expected) {
    return failure ->
      assertThat(failure).isInstanceOfSatisfying(Rejected.class, rejected -> {
        assertThat(rejected.code()).isEqualTo(expected.code());
        assertThat(rejected).hasMessage(expected.getMessage());
      });
  }
}
