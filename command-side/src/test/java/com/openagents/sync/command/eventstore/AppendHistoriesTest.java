package com.openagents.sync.command.eventstore;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.eventstore.AppendHistory.Attempt;
import com.openagents.sync.command.eventstore.EventStoreDatabase.StoredMutation;
import com.openagents.sync.command.eventstore.StoredEvent.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.lifecycle.BeforeTry;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Any appends at several nodes, while connections break, nodes stand still and time runs out: what the store holds
 * afterwards against what each caller was told. A seed brings back the scenario, though not how its threads met.
 */
class AppendHistoriesTest {

  private static final int TRIES = 6;
  private static final EventStoreDatabase STORE = EventStoreDatabase.create();

  @BeforeTry
  void empty() {
    STORE.empty();
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE, shrinking = ShrinkingMode.OFF)
  @Label(
    "contract 1, contract 2, contract 9: each append is stored once, whole and in its place, or not at all," +
      " as its caller was told"
  )
  void storedAsTold(@ForAll("scenarios") AppendScenario scenario) {
    AppendHistory history = AppendHistory.of(STORE, scenario);
    indexIsDense(history.readerSaw());
    Map<String, StoredMutation> stored = STORE.mutations()
      .stream()
      .collect(toMap(StoredMutation::mutationId, Function.identity()));
    List<Attempt> winners = winners(history.attempts(), stored);
    winnersEventsAreStored(winners, stored);
    nobodyWasToldOtherwise(history.attempts(), winners, stored);
    onlyWithReasonRefused(history.attempts(), winners);
  }

  private static void indexIsDense(List<Long> readerSaw) {
    List<Long> dense = LongStream.rangeClosed(1, STORE.head()).boxed().toList();
    assertThat(STORE.globalIndexes(0)).isEqualTo(dense);
    assertThat(readerSaw).as("a reader at the tail").isEqualTo(dense);
    assertThat(STORE.aggregatesWithHoles()).isEmpty();
  }

  /** Who took effect itself: the answer of each attempt is its own. */
  private static List<Attempt> winners(List<Attempt> attempts, Map<String, StoredMutation> stored) {
    List<Attempt> winners = attempts
      .stream()
      .filter(attempt -> {
        StoredMutation mutation = stored.get(attempt.append().mutationId());
        return mutation != null && mutation.answer().record().equals(attempt.append().answer());
      })
      .toList();
    assertThat(winners)
      .extracting(winner -> winner.append().mutationId())
      .containsExactlyInAnyOrderElementsOf(stored.keySet());
    return winners;
  }

  private static void winnersEventsAreStored(List<Attempt> winners, Map<String, StoredMutation> stored) {
    List<UUID> eventIds = STORE.eventIds();
    List<UUID> expected = new ArrayList<>(eventIds.size());
    for (StoredMutation mutation : stored.values().stream().sorted(StoredMutation.BY_INDEX).toList()) {
      Attempt winner = winners
        .stream()
        .filter(attempt -> attempt.append().mutationId().equals(mutation.mutationId()))
        .findFirst()
        .orElseThrow();
      assertThat(mutation.answer().fingerprint()).isEqualTo(winner.append().fingerprint());
      if (!winner.append().events().isEmpty()) {
        assertThat(mutation.firstIndex()).isEqualTo(expected.size() + 1L);
        winner
          .append()
          .events()
          .forEach(event -> expected.add(event.eventId()));
        assertThat(mutation.answer().lastIndex()).isEqualTo(expected.size());
      }
    }
    assertThat(eventIds).isEqualTo(expected);
  }

  private static void nobodyWasToldOtherwise(
    List<Attempt> attempts,
    List<Attempt> winners,
    Map<String, StoredMutation> stored
  ) {
    assertThat(attempts)
      .filteredOn(Attempt::answered)
      .allSatisfy(attempt -> {
        StoredMutation mutation = Objects.requireNonNull(stored.get(attempt.append().mutationId()));
        assertThat(attempt.answer()).isEqualTo(mutation.answer());
      });
    assertThat(winners)
      .as("stored, though refused")
      .allMatch(winner -> winner.answered() || winner.unknown());
    assertThat(stored.keySet())
      .as("settled by a repeat")
      .containsAll(
        attempts
          .stream()
          .filter(Attempt::unknown)
          .map(attempt -> attempt.append().mutationId())
          .toList()
      );
  }

  private static void onlyWithReasonRefused(List<Attempt> attempts, List<Attempt> winners) {
    Set<Place> taken = winners.stream().flatMap(AppendHistoriesTest::places).collect(toSet());
    assertThat(attempts)
      .filteredOn(attempt -> !attempt.answered())
      .allSatisfy(attempt -> {
        switch (attempt.refusal()) {
          case ConcurrencyException _, AggregateStreamCreationException _ -> assertThat(
            places(attempt)
          ).containsAnyElementsOf(taken);
          case Rejected rejected -> assertThat(rejected.code()).isIn(
            RejectionCode.UNAVAILABLE,
            RejectionCode.OVERLOADED
          );
          case null, default -> throw new AssertionError("Nobody should be told so", attempt.refusal());
        }
      });
  }

  private static Stream<Place> places(Attempt attempt) {
    return attempt.append().events().stream().map(StoredEvent::place);
  }

  @Provide
  Arbitrary<AppendScenario> scenarios() {
    return AppendScenario.any();
  }
}
