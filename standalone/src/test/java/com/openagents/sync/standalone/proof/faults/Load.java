package com.openagents.sync.standalone.proof.faults;

import com.openagents.sync.standalone.proof.faults.Cluster.App;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * Many writers at a steady rate: each turn is due at its time, however long the ones before take, until as many are
 * under way as there are writers.
 */
final class Load implements AutoCloseable {

  private static final int WRITERS = 120;
  private static final int BATCHES_PER_SECOND = 20;
  private static final int TURNS_LATE_MAX = 500;

  private final Semaphore turns = new Semaphore(0);
  private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
    Thread.ofPlatform().daemon().name("load").factory()
  );
  private final List<Writer> writers = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final int perSecond;
  private volatile boolean stopping;

  private Load(int perSecond) {
    this.perSecond = perSecond;
  }

  static Load start(
    int perSecond,
    HttpClient http,
    Cluster cluster,
    Scene scene,
    Stalls stalls,
    Violations violations,
    long seed
  ) {
    Load load = new Load(perSecond);
    Texts texts = Texts.ofTranscripts();
    for (int number = 0; number < WRITERS; number++) {
      UUID agent = scene.agents().get(number % scene.agents().size());
      Api api = new Api(
        http,
        List.of(cluster.wire(App.COMMAND, number % 2), cluster.wire(App.COMMAND, (number + 1) % 2)),
        scene.token()
      );
      // The first writer of an agent is the one that renames it.
      boolean renames = number < scene.agents().size();
      Random random = new Random(seed * WRITERS + number);
      load.writers.add(new Writer(api, agent, renames, texts, random, stalls, violations));
    }
    load.writers.forEach(writer -> load.threads.add(Thread.ofVirtual().start(() -> load.write(writer))));
    var _ = load.clock.scheduleAtFixedRate(
      load::letTurnsBeDue,
      0,
      TimeUnit.SECONDS.toMillis(1) / BATCHES_PER_SECOND,
      TimeUnit.MILLISECONDS
    );
    return load;
  }

  private void letTurnsBeDue() {
    int late = turns.availablePermits();
    turns.release(Math.min(perSecond / BATCHES_PER_SECOND, Math.max(0, TURNS_LATE_MAX - late)));
  }

  private void write(Writer writer) {
    try {
      while (!stopping) {
        turns.acquire();
        if (!stopping) {
          writer.takeTurn();
        }
      }
    } catch (InterruptedException givenUp) {
      Thread.currentThread().interrupt();
    }
  }

  /** Ends the load; what is under way is repeated until it is answered, unless that takes too long. */
  List<String> finish(Duration within) throws InterruptedException {
    stopping = true;
    clock.shutdownNow();
    turns.release(WRITERS);
    long deadline = System.nanoTime() + within.toNanos();
    for (Thread thread : threads) {
      var _ = thread.join(Duration.ofNanos(Math.max(1, deadline - System.nanoTime())));
    }
    List<String> unanswered = new ArrayList<>();
    for (int index = 0; index < threads.size(); index++) {
      if (threads.get(index).isAlive()) {
        unanswered.add(writers.get(index).underWay());
      }
    }
    return unanswered;
  }

  /** Ids of all mutations that were acknowledged. */
  List<String> acknowledged() {
    return writers
      .stream()
      .flatMap(writer -> writer.acknowledged().stream())
      .toList();
  }

  long acknowledgedCount() {
    return writers.stream().mapToLong(Writer::acknowledgedCount).sum();
  }

  long repeats() {
    return writers.stream().mapToLong(Writer::repeats).sum();
  }

  /** The rows that should be there at the end, by id, as the writers were answered. */
  Map<String, JsonNode> rows() {
    Map<String, JsonNode> rows = new TreeMap<>();
    writers.forEach(writer -> rows.putAll(writer.rows()));
    return rows;
  }

  @Override
  public void close() {
    clock.shutdownNow();
    threads.forEach(Thread::interrupt);
  }
}
