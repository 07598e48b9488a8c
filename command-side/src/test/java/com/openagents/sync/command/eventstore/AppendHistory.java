package com.openagents.sync.command.eventstore;

import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.command.eventstore.AppendScenario.Step;
import com.openagents.sync.command.eventstore.AppendScenario.Trouble;
import com.openagents.sync.command.eventstore.EventStoreDatabase.HeldHead;
import com.openagents.sync.command.eventstore.EventStoreDatabase.Node;
import com.openagents.sync.command.eventstore.StoredEvent.Place;
import com.openagents.sync.command.testing.Crowd;
import com.openagents.sync.command.testing.Link;
import com.openagents.sync.command.testing.Outage;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A scenario as it happened: what each caller was told, and what a reader saw. */
final class AppendHistory {

  /** @param answer null if it was refused */
  record Attempt(Append append, @Nullable FirstAnswer answer, @Nullable RuntimeException refusal) {
    boolean answered() {
      return answer != null;
    }

    /** Whether the caller was told neither that it is stored nor that it is not. */
    boolean unknown() {
      return (
        refusal instanceof Rejected rejected &&
        Objects.equals(rejected.getMessage(), AppendRefusals.outcomeUnknown().getMessage())
      );
    }
  }

  private static final Duration LOOK_EVERY = Duration.ofMillis(1);
  private static final Duration END_AT_MOST = Duration.ofMinutes(1);

  private final EventStoreDatabase store;
  private final AppendScenario scenario;
  private final Outage outage;
  private final List<UUID> contested = Stream.generate(UUID::randomUUID)
    .limit(AppendScenario.CONTESTED_AGGREGATES)
    .toList();
  private final List<Attempt> attempts = new CopyOnWriteArrayList<>();
  private final List<Append> sent = new CopyOnWriteArrayList<>(List.of(Appends.fresh(1)));
  private List<Long> readerSaw = List.of();
  private volatile boolean stepsTaken;
  private volatile boolean over;

  private AppendHistory(EventStoreDatabase store, AppendScenario scenario) {
    this.store = store;
    this.scenario = scenario;
    this.outage = Outage.of(store.database());
  }

  static AppendHistory of(EventStoreDatabase store, AppendScenario scenario) {
    AppendHistory history = new AppendHistory(store, scenario);
    history.run();
    return history;
  }

  List<Attempt> attempts() {
    return attempts;
  }

  /** The global indexes in the order in which the reader came upon them. */
  List<Long> readerSaw() {
    return readerSaw;
  }

  private void run() {
    Future<List<Long>> reader = Crowd.start(this::read);
    List<Link> links = Stream.generate(() -> Link.to(store.database()))
      .limit(scenario.nodes())
      .toList();
    List<Node> nodes = IntStream.range(0, scenario.nodes())
      .mapToObj(number ->
        store.node(links.get(number).jdbcUrl() + "&ApplicationName=" + name(number), scenario.limits())
      )
      .toList();
    Future<Boolean> troubles = Crowd.start(() -> disturb(links));
    Crowd.atOnce(scenario.threads().size(), thread -> {
      scenario
        .threads()
        .get(thread)
        .forEach(step -> append(nodes.get(step.node() % nodes.size()), appendOf(step)));
      return true;
    });
    stepsTaken = true;
    Crowd.result(troubles);
    settle();
    nodes.forEach(Node::close);
    links.forEach(Link::close);
    over = true;
    readerSaw = Crowd.result(reader);
  }

  private List<Long> read() {
    List<Long> seen = new ArrayList<>();
    boolean last;
    do {
      last = over;
      seen.addAll(store.globalIndexes(seen.isEmpty() ? 0 : seen.getLast()));
    } while (!last);
    return seen;
  }

  private Append appendOf(Step step) {
    UUID aggregate = contested.get(step.choice() % contested.size());
    UUID another = contested.get((step.choice() + 1) % contested.size());
    Append earlier = sent.get(step.choice() % sent.size());
    Append append = switch (step.kind()) {
      case OF_A_NEW_AGGREGATE -> Appends.fresh(step.events());
      case AT_THE_END -> Appends.at(end(aggregate, step.events()));
      case AT_TWO_ENDS -> Appends.at(
        Stream.of(end(aggregate, step.events()), end(another, 1))
          .flatMap(Stream::of)
          .toArray(Place[]::new)
      );
      case AT_THE_BEGIN -> Appends.at(new Place(aggregate, 0));
      case REPEAT -> Appends.repeat(earlier);
      case REUSED_ID -> Appends.reusing(earlier.mutationId());
    };
    sent.add(append);
    return append;
  }

  private Place[] end(UUID aggregate, int events) {
    long next = store.nextSequence(aggregate);
    return LongStream.range(next, next + events)
      .mapToObj(sequence -> new Place(aggregate, sequence))
      .toArray(Place[]::new);
  }

  private void append(Node node, Append append) {
    try {
      attempts.add(new Attempt(append, node.append(append), null));
    } catch (RuntimeException refusal) {
      attempts.add(new Attempt(append, null, refusal));
    }
  }

  private boolean disturb(List<Link> links) throws SQLException {
    List<Trouble> inTime = scenario
      .troubles()
      .stream()
      .sorted(Comparator.comparingInt(Trouble::afterAttempts))
      .toList();
    for (Trouble trouble : inTime) {
      awaitAttempts(trouble.afterAttempts());
      int node = trouble.node() % links.size();
      switch (trouble.kind()) {
        case TERMINATED -> outage.terminate(name(node));
        case CUT -> links.get(node).cut();
        case FROZEN -> {
          links.get(node).freeze();
          awaitAttempts(attempts.size() + trouble.forAttempts());
          links.get(node).thaw();
        }
        case HEAD_HELD -> {
          try (HeldHead _ = store.holdHead()) {
            awaitAttempts(attempts.size() + trouble.forAttempts());
          }
        }
      }
    }
    return true;
  }

  private void awaitAttempts(int number) {
    await()
      .atMost(END_AT_MOST)
      .pollDelay(Duration.ZERO)
      .pollInterval(LOOK_EVERY)
      .until(() -> attempts.size() >= number || stepsTaken);
  }

  /** As clients do whose mutation may have taken effect; other nodes may still be about to store it. */
  private void settle() {
    try (Node node = store.node()) {
      attempts
        .stream()
        .filter(Attempt::unknown)
        .forEach(unknown -> append(node, Appends.repeat(unknown.append())));
    }
  }

  private static String name(int node) {
    return "node-" + node;
  }
}
