package com.openagents.sync.command.eventstore;

import static java.util.stream.Collectors.groupingBy;
import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.command.eventstore.AppendTrial.Attempt;
import com.openagents.sync.command.eventstore.StoredEvent.Place;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What holds after many threads on two nodes appended, with conflicts and repeats among them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class GroupAppenderTest {

  private final EventStoreDatabase store = EventStoreDatabase.create();
  private final AppendTrial trial = new AppendTrial(store);

  @BeforeAll
  void append() {
    trial.run();
  }

  @Test
  @DisplayName("contract 2: the global index is dense from 1 to the head")
  void indexIsDense() {
    assertThat(store.globalIndexes(0)).isEqualTo(LongStream.rangeClosed(1, store.head()).boxed().toList());
  }

  @Test
  @DisplayName("contract 2: a reader at the tail never sees a hole")
  void readerSeesNoHole() {
    assertThat(trial.readerSaw()).isEqualTo(LongStream.rangeClosed(1, store.head()).boxed().toList());
  }

  @Test
  @DisplayName("contract 2: each node acknowledges in the order of the index")
  void acknowledgedInOrder() {
    for (List<Attempt> byNode : trial.attempts().stream().collect(groupingBy(Attempt::node)).values()) {
      assertThat(byNode.stream().filter(Attempt::won).sorted(Attempt.BY_ACKNOWLEDGMENT).toList())
        .hasSizeGreaterThan(100)
        .extracting(Attempt::lastIndex)
        .isSorted();
    }
  }

  @Test
  @DisplayName("contract 1: every acknowledged append is stored, whole and where it was told")
  void acknowledgedIsStored() {
    List<UUID> stored = store.eventIds();
    for (Attempt attempt : trial.attempts().stream().filter(Attempt::won).toList()) {
      int end = (int) attempt.lastIndex();
      List<UUID> own = events(attempt).map(StoredEvent::eventId).toList();
      assertThat(end).isLessThanOrEqualTo(stored.size());
      assertThat(stored.subList(end - own.size(), end)).isEqualTo(own);
    }
  }

  @Test
  @DisplayName("contract 9: a mutation id takes effect once, and each repeat gets the first answer")
  void mutationTakesEffectOnce() {
    Map<String, List<Attempt>> byMutation = trial
      .attempts()
      .stream()
      .filter(Attempt::acknowledged)
      .collect(groupingBy(attempt -> attempt.append().mutationId()));
    assertThat(byMutation.values()).anyMatch(attempts -> attempts.size() > 1);
    assertThat(byMutation.values()).allSatisfy(attempts -> {
      assertThat(attempts).filteredOn(Attempt::won).hasSize(1);
      assertThat(attempts).extracting(Attempt::answer).containsOnly(attempts.getFirst().answer());
    });
    assertThat(store.mutationIds()).containsExactlyInAnyOrderElementsOf(byMutation.keySet());
  }

  @Test
  void nothingElseIsStored() {
    assertThat(store.eventIds()).containsExactlyInAnyOrderElementsOf(
      trial
        .attempts()
        .stream()
        .filter(Attempt::won)
        .flatMap(GroupAppenderTest::events)
        .map(StoredEvent::eventId)
        .toList()
    );
  }

  @Test
  void onlyALostRaceIsRefused() {
    Set<Place> taken = places(trial.attempts().stream().filter(Attempt::won).toList());
    assertThat(trial.attempts())
      .filteredOn(attempt -> !attempt.acknowledged())
      .isNotEmpty()
      .allSatisfy(attempt -> {
        assertThat(attempt.failure()).isInstanceOfAny(
          ConcurrencyException.class,
          AggregateStreamCreationException.class
        );
        assertThat(places(List.of(attempt))).containsAnyElementsOf(taken);
      });
  }

  @Test
  void noPlaceIsTakenTwice() {
    assertThat(trial.attempts().stream().filter(Attempt::won).flatMap(GroupAppenderTest::events))
      .extracting(StoredEvent::place)
      .doesNotHaveDuplicates();
  }

  private static Stream<StoredEvent> events(Attempt attempt) {
    return attempt.append().events().stream();
  }

  private static Set<Place> places(List<Attempt> attempts) {
    return attempts
      .stream()
      .flatMap(GroupAppenderTest::events)
      .map(StoredEvent::place)
      .collect(Collectors.toSet());
  }
}
