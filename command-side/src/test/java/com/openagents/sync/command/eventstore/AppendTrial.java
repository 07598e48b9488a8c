package com.openagents.sync.command.eventstore;

import com.openagents.sync.command.eventstore.EventStoreDatabase.Node;
import com.openagents.sync.command.eventstore.StoredEvent.Place;
import com.openagents.sync.command.testing.Crowd;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Many threads on two nodes append at random while a reader follows the table. */
final class AppendTrial {

  private static final int THREADS = 32;
  private static final int APPENDS_PER_THREAD = 60;
  private static final int CONTESTED_AGGREGATES = 40;
  private static final int CONTESTED_SEQUENCES = 4;
  private static final long SEED = 42;

  /**
   * @param acknowledgment its number among all acknowledgments
   * @param answer null if it was refused
   */
  record Attempt(
    int node,
    Append append,
    int acknowledgment,
    @Nullable FirstAnswer answer,
    @Nullable Throwable failure
  ) {
    static final Comparator<Attempt> BY_ACKNOWLEDGMENT = Comparator.comparingInt(Attempt::acknowledgment);

    boolean acknowledged() {
      return answer != null;
    }

    /** Whether it took effect itself. */
    boolean won() {
      return answer != null && answer.record().equals(append.answer());
    }

    long lastIndex() {
      return Objects.requireNonNull(answer).lastIndex();
    }
  }

  private final EventStoreDatabase store;
  private final List<UUID> contested = Stream.generate(UUID::randomUUID).limit(CONTESTED_AGGREGATES).toList();
  private final List<Append> sent = new CopyOnWriteArrayList<>();
  private final AtomicInteger acknowledgments = new AtomicInteger();
  private final AtomicBoolean over = new AtomicBoolean();
  private List<Attempt> attempts = List.of();
  private List<Long> readerSaw = List.of();

  AppendTrial(EventStoreDatabase store) {
    this.store = store;
  }

  void run() {
    try (Node first = store.node(); Node second = store.node()) {
      List<Node> nodes = List.of(first, second);
      Future<List<Long>> reader = Crowd.start(this::read);
      attempts = Crowd.atOnce(THREADS, thread -> appendSome(nodes, thread))
        .stream()
        .flatMap(List::stream)
        .toList();
      over.set(true);
      readerSaw = Crowd.result(reader);
    }
  }

  List<Attempt> attempts() {
    return attempts;
  }

  /** The global indexes in the order in which the reader came upon them. */
  List<Long> readerSaw() {
    return readerSaw;
  }

  private List<Long> read() {
    List<Long> seen = new ArrayList<>();
    boolean last;
    do {
      last = over.get();
      seen.addAll(store.globalIndexes(seen.isEmpty() ? 0 : seen.getLast()));
    } while (!last);
    return seen;
  }

  private List<Attempt> appendSome(List<Node> nodes, int thread) {
    Random random = new Random(SEED + thread);
    return Stream.generate(() -> append(nodes, thread % nodes.size(), next(random)))
      .limit(APPENDS_PER_THREAD)
      .toList();
  }

  private Append next(Random random) {
    Append append = switch (random.nextInt(10)) {
      case 0 -> Appends.fresh(0);
      case 1, 2 -> sent.isEmpty() ? Appends.fresh(1) : Appends.repeat(sent.get(random.nextInt(sent.size())));
      case 3, 4, 5 -> contested(random);
      default -> Appends.fresh(1 + random.nextInt(3));
    };
    sent.add(append);
    return append;
  }

  private Append contested(Random random) {
    return Appends.at(
      new Place(contested.get(random.nextInt(CONTESTED_AGGREGATES)), random.nextInt(CONTESTED_SEQUENCES)),
      new Place(UUID.randomUUID(), 0)
    );
  }

  private Attempt append(List<Node> nodes, int node, Append append) {
    Acknowledgment done = new Acknowledgment(acknowledgments);
    Append numbered = new Append(
      append.mutationId(),
      append.fingerprint(),
      append.answer(),
      append.events(),
      append.premises(),
      append.cause(),
      done
    );
    try {
      FirstAnswer answer = nodes.get(node).append(numbered);
      return new Attempt(node, append, done.number(), answer, null);
    } catch (RuntimeException failure) {
      return new Attempt(node, append, done.number(), null, failure);
    }
  }

  /** Takes its number in the writer's thread, so the numbers of one node are in the order of its replies. */
  private static final class Acknowledgment extends CompletableFuture<Outcome> {

    private final AtomicInteger numbers;
    private volatile int number;

    Acknowledgment(AtomicInteger numbers) {
      this.numbers = numbers;
    }

    @Override
    public boolean complete(Outcome outcome) {
      number = numbers.incrementAndGet();
      return super.complete(outcome);
    }

    int number() {
      return number;
    }
  }
}
