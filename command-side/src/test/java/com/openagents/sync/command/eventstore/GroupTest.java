package com.openagents.sync.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.command.eventstore.StoredEvent.Place;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;

/** Any appends that meet, against a model that takes them one by one. */
class GroupTest {

  private static final int TRIES = 500;
  private static final List<UUID> AGGREGATES = LongStream.range(0, 3)
    .mapToObj(number -> new UUID(0, number))
    .toList();

  /** What was in the store before. */
  record Before(long head, Set<String> mutationIds, Set<Place> taken) {}

  /** The store as a list of what happened to it. */
  private static final class Model {

    final Map<String, Outcome> outcomes = new HashMap<>();
    final Set<Place> taken;
    long head;

    Model(Before before) {
      head = before.head();
      before.mutationIds().forEach(id -> outcomes.put(id, new Outcome.Repeated()));
      taken = new HashSet<>(before.taken());
    }

    /** @return what the append must be answered: an {@link Outcome}, or the class of its failure */
    Object take(Append append) {
      if (outcomes.containsKey(append.mutationId())) {
        return outcomes.get(append.mutationId());
      }
      for (StoredEvent event : append.events()) {
        if (taken.contains(event.place())) {
          return event.sequenceNumber() == 0
            ? AggregateStreamCreationException.class
            : ConcurrencyException.class;
        }
      }
      if (append.premises().stream().anyMatch(taken::contains)) {
        return ConcurrencyException.class;
      }
      append.events().forEach(event -> taken.add(event.place()));
      head += append.events().size();
      Outcome stored = new Outcome.Stored(new FirstAnswer(append.fingerprint(), append.answer(), head));
      outcomes.put(append.mutationId(), stored);
      return stored;
    }
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  @Label("contract 9: each append is answered as if it had come alone, in its turn")
  void answersAsOneByOne(@ForAll("before") Before before, @ForAll("appends") List<Append> appends) {
    Group group = groupOf(before, appends);
    Model model = new Model(before);
    assertThat(appends)
      .as("before it is durable")
      .noneMatch(append -> append.done().isDone());
    group.replyToAll();
    assertThat(appends.stream().map(GroupTest::outcome)).isEqualTo(
      appends.stream().map(model::take).toList()
    );
    assertThat(group.lastIndex()).isEqualTo(model.head);
  }

  @Property(tries = TRIES, edgeCases = EdgeCasesMode.NONE)
  @Label("contract 2: what is accepted fills the index without a hole, in the order in which it came")
  void fillsTheIndex(@ForAll("before") Before before, @ForAll("appends") List<Append> appends) {
    Group group = groupOf(before, appends);
    long next = before.head() + 1;
    for (Accepted accepted : group.accepted()) {
      int events = accepted.append().events().size();
      assertThat(accepted.firstIndex()).isEqualTo(events == 0 ? null : Long.valueOf(next));
      next += events;
      assertThat(accepted.lastIndex()).isEqualTo(next - 1);
    }
    assertThat(group.lastIndex()).isEqualTo(next - 1);
    assertThat(group.events()).isEqualTo(
      group
        .accepted()
        .stream()
        .flatMap(accepted -> accepted.append().events().stream())
        .toList()
    );
    assertThat(group.accepted().stream().map(Accepted::append)).isSubsetOf(appends);
  }

  private static Group groupOf(Before before, List<Append> appends) {
    Group group = new Group(before.head(), before.mutationIds(), before.taken());
    appends.forEach(group::add);
    return group;
  }

  private static Object outcome(Append append) {
    return append
      .done()
      .handle((answer, failure) -> failure == null ? (Object) answer : failure.getClass())
      .join();
  }

  @Provide
  Arbitrary<Before> before() {
    return Combinators.combine(
      Arbitraries.longs().between(0, 5),
      mutationIds().set().ofMaxSize(2),
      places().set().ofMaxSize(2)
    ).as(Before::new);
  }

  @Provide
  Arbitrary<List<Append>> appends() {
    Arbitrary<Append> append = Combinators.combine(
      mutationIds(),
      places().list().uniqueElements().ofMaxSize(3),
      places().set().ofMaxSize(1)
    ).as((id, places, premises) -> Appends.resting(Appends.of(id, places.toArray(Place[]::new)), premises));
    return append.list().ofMaxSize(12);
  }

  private static Arbitrary<String> mutationIds() {
    return Arbitraries.of("a", "b", "c", "d", "e", "f");
  }

  private static Arbitrary<Place> places() {
    return Combinators.combine(Arbitraries.of(AGGREGATES), Arbitraries.longs().between(0, 2)).as(Place::new);
  }
}
