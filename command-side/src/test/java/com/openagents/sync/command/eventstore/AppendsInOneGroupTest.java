package com.openagents.sync.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.eventstore.EventStoreDatabase.HeldHead;
import com.openagents.sync.command.eventstore.EventStoreDatabase.Node;
import com.openagents.sync.command.eventstore.StoredEvent.Place;
import com.openagents.sync.command.testing.Crowd;
import com.openagents.sync.command.testing.Refusals;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Appends that wait for the head together, and what one of them does to the others. */
class AppendsInOneGroupTest {

  private static final int BYTES_MAX = 1_000_000;

  private final EventStoreDatabase store = EventStoreDatabase.create();

  @Test
  void appendsThatMeetShareATransaction() throws SQLException {
    try (Node node = store.node()) {
      List<Future<FirstAnswer>> answers = appendTogether(node, Appends.fresh(1), fresh(20));
      assertThat(answers.stream().map(Crowd::result).map(FirstAnswer::lastIndex)).isEqualTo(
        LongStream.rangeClosed(1, 21).boxed().toList()
      );
    }
    // The first one went alone, before the others came.
    assertThat(store.transactions()).isEqualTo(2);
  }

  @Test
  void groupTakesNoMoreThanItsLimit() throws SQLException {
    try (Node node = store.node(Limits.group(5, BYTES_MAX, 100))) {
      appendTogether(node, Appends.fresh(1), fresh(10)).forEach(Crowd::result);
    }
    assertThat(store.transactions()).isEqualTo(3);
  }

  @Test
  void groupBecomesNoLargerThanItsLimit() throws SQLException {
    int appendBytes = (int) Appends.fresh(1).bytes();
    try (Node node = store.node(Limits.group(100, 2 * appendBytes, 100))) {
      appendTogether(node, Appends.fresh(1), fresh(6)).forEach(Crowd::result);
    }
    assertThat(store.transactions()).isEqualTo(4);
  }

  @Test
  void errorDoesNotEndTheWriter() {
    try (Node node = store.node()) {
      assertThatThrownBy(() -> node.append(Appends.exhausting())).satisfies(
        Refusals.with(RejectionCode.UNAVAILABLE)
      );
      assertThat(node.append(Appends.fresh(1)).lastIndex()).isEqualTo(1);
    }
  }

  @Test
  @DisplayName("contract 2: a statement that fails fails alone and leaves no hole")
  void failingStatementFailsAlone() throws SQLException {
    try (Node node = store.node()) {
      Append first = Appends.fresh(1);
      Append second = Appends.fresh(2);
      Append third = Appends.fresh(1);
      var answers = appendTogether(node, first, List.of(second, Appends.unstorable(), third));
      assertThat(Crowd.result(answers.get(1)).lastIndex()).isEqualTo(3);
      assertThatThrownBy(() -> Crowd.result(answers.get(2))).satisfies(
        Refusals.with(RejectionCode.UNAVAILABLE)
      );
      assertThat(Crowd.result(answers.get(3)).lastIndex()).isEqualTo(4);
    }
    assertThat(store.globalIndexes(0)).containsExactly(1L, 2L, 3L, 4L);
    assertThat(store.mutationIds()).hasSize(3);
  }

  @Test
  void lostRaceIsLostAlone() throws SQLException {
    Place first = new Place(UUID.randomUUID(), 0);
    Place second = new Place(first.aggregateId(), 1);
    try (Node node = store.node()) {
      node.append(Appends.at(first));
      var answers = appendTogether(
        node,
        Appends.fresh(1),
        List.of(Appends.at(first), Appends.at(second), Appends.at(second), Appends.fresh(1))
      );
      assertThatThrownBy(() -> Crowd.result(answers.get(1))).isInstanceOf(
        AggregateStreamCreationException.class
      );
      assertThat(Crowd.result(answers.get(2)).lastIndex()).isEqualTo(3);
      assertThatThrownBy(() -> Crowd.result(answers.get(3))).isInstanceOf(ConcurrencyException.class);
      assertThat(Crowd.result(answers.get(4)).lastIndex()).isEqualTo(4);
    }
  }

  @Test
  @DisplayName("contract 9: a mutation that meets itself takes effect once")
  void mutationMeetsItself() throws SQLException {
    Append append = Appends.fresh(1);
    try (Node node = store.node()) {
      var answers = appendTogether(
        node,
        Appends.fresh(1),
        List.of(append, Appends.repeat(append), Appends.repeat(append))
      );
      assertThat(answers.subList(1, 4).stream().map(Crowd::result).distinct()).hasSize(1);
    }
    assertThat(store.head()).isEqualTo(2);
  }

  @Test
  void whatChangesNothingIsAnsweredWithTheHeadAndRemembered() {
    Append nothing = Appends.fresh(0);
    try (Node node = store.node()) {
      node.append(Appends.fresh(3));
      FirstAnswer answer = node.append(nothing);
      assertThat(answer).isEqualTo(new FirstAnswer(nothing.fingerprint(), nothing.answer(), 3));
      node.append(Appends.fresh(1));
      assertThat(node.append(Appends.repeat(nothing))).isEqualTo(answer);
    }
    assertThat(store.head()).isEqualTo(4);
  }

  @Test
  void tooManyAreRefusedAtOnce() throws SQLException {
    try (Node node = store.node(Limits.group(5, BYTES_MAX, 2)); HeldHead held = store.holdHead()) {
      List<Future<FirstAnswer>> waiting = appendWhileHeld(node, Appends.fresh(1), fresh(2));
      assertThatThrownBy(() -> node.append(Appends.fresh(1))).satisfies(
        Refusals.with(RejectionCode.OVERLOADED)
      );
      held.release();
      assertThat(waiting.stream().map(Crowd::result)).hasSize(3);
    }
  }

  @Test
  void stoppingNodeAnswersEverybody() throws SQLException {
    try (Node node = store.node(Limits.group(1, BYTES_MAX, 100)); HeldHead held = store.holdHead()) {
      List<Future<FirstAnswer>> waiting = appendWhileHeld(node, Appends.fresh(1), fresh(10));
      Future<?> stop = Crowd.untilItWaits(() -> {
        node.appender().stop();
        return true;
      });
      held.release();
      Crowd.result(stop);
      assertThat(Crowd.result(waiting.getFirst()).lastIndex()).isEqualTo(1);
      assertThat(waiting.subList(1, 11)).allSatisfy(answer ->
        assertThatThrownBy(() -> Crowd.result(answer)).satisfies(Refusals.with(RejectionCode.UNAVAILABLE))
      );
      assertThatThrownBy(() -> node.append(Appends.fresh(1))).isInstanceOf(Rejected.class);
    }
    assertThat(store.head()).isEqualTo(1);
  }

  private static List<Append> fresh(int appends) {
    return LongStream.range(0, appends)
      .mapToObj(_ -> Appends.fresh(1))
      .toList();
  }

  /** The first one occupies the writer; the others wait together, in their order. */
  private List<Future<FirstAnswer>> appendTogether(Node node, Append first, List<Append> others)
    throws SQLException {
    try (HeldHead _ = store.holdHead()) {
      return appendWhileHeld(node, first, others);
    }
  }

  private List<Future<FirstAnswer>> appendWhileHeld(Node node, Append first, List<Append> others) {
    List<Future<FirstAnswer>> callers = new ArrayList<>();
    callers.add(Crowd.start(() -> node.append(first)));
    await().until(store::someoneWaitsForALock);
    callers.addAll(Crowd.untilTheyWait(others.size(), number -> node.append(others.get(number))));
    return callers;
  }
}
