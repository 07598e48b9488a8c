package com.openagents.sync.command.eventstore;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.eventstore.EventStoreDatabase.Node;
import com.openagents.sync.command.testing.Crowd;
import com.openagents.sync.command.testing.Outage;
import com.openagents.sync.command.testing.Refusals;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What callers get while connections break, and what the store holds afterwards. */
class DatabaseOutageTest {

  private static final int THREADS = 16;
  private static final int TERMINATIONS = 10;

  private final EventStoreDatabase store = EventStoreDatabase.create();
  private final Outage outage = Outage.of(store.database());

  @Test
  @DisplayName(
    "contract 1, 2, 9: terminated connections lose nothing and double nothing when callers try again"
  )
  void terminatedConnections() {
    List<FirstAnswer> answers;
    try (Node first = store.node(); Node second = store.node()) {
      Future<Boolean> breaking = Crowd.start(this::terminateNowAndThen);
      answers = Crowd.atOnce(THREADS, thread -> appendUntil(breaking, thread % 2 == 0 ? first : second))
        .stream()
        .flatMap(List::stream)
        .toList();
      assertThat(Crowd.result(breaking)).isTrue();
    }
    List<Long> dense = LongStream.rangeClosed(1, answers.size()).boxed().toList();
    assertThat(answers.stream().map(FirstAnswer::lastIndex).sorted()).isEqualTo(dense);
    assertThat(store.globalIndexes(0)).isEqualTo(dense);
    assertThat(store.mutationIds()).hasSize(answers.size());
  }

  @Test
  @Timeout(30) // far less than one wait for a connection per caller
  void everyCallerIsToldSoonThatTheDatabaseIsAway() {
    try (Node node = store.node()) {
      node.append(Appends.fresh(1));
      outage.allowConnections(false);
      outage.terminateBackends();
      List<Throwable> failures = Crowd.atOnce(100, _ -> failureOf(node));
      assertThat(failures).allSatisfy(Refusals.with(RejectionCode.UNAVAILABLE));
      outage.allowConnections(true);
      await()
        .atMost(20, SECONDS)
        .until(() -> isAnswered(node));
    }
  }

  /** Each time after something was stored again. */
  private boolean terminateNowAndThen() {
    for (int termination = 0; termination < TERMINATIONS; termination++) {
      long seen = store.head();
      await().until(() -> store.head() > seen);
      outage.terminateBackends();
    }
    return true;
  }

  private static List<FirstAnswer> appendUntil(Future<?> end, Node node) {
    List<FirstAnswer> answers = new ArrayList<>();
    while (!end.isDone()) {
      answers.add(appendPersistently(node, Appends.fresh(1)));
    }
    return answers;
  }

  /** As a client does: with the same mutation id until it is answered. */
  private static FirstAnswer appendPersistently(Node node, Append append) {
    Append next = append;
    while (true) {
      try {
        return node.append(next);
      } catch (Rejected rejected) {
        assertThat(rejected.code()).isEqualTo(RejectionCode.UNAVAILABLE);
        next = Appends.repeat(append);
      }
    }
  }

  private static Throwable failureOf(Node node) {
    try {
      return new AssertionError("It was answered: " + node.append(Appends.fresh(1)));
    } catch (RuntimeException failure) {
      return failure;
    }
  }

  private static boolean isAnswered(Node node) {
    try {
      return node.append(Appends.fresh(1)).lastIndex() > 0;
    } catch (Rejected notYet) {
      return false;
    }
  }
}
