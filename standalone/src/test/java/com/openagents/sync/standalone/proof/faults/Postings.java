package com.openagents.sync.standalone.proof.faults;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Messages of one agent, written one by one at a steady rate; each until it is acknowledged. */
final class Postings implements AutoCloseable {

  private static final Duration BETWEEN = Duration.ofMillis(10);
  private static final int AT_ONCE_MAX = 100;

  private final Api api;
  private final String agent;
  private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> sentAt = new ConcurrentHashMap<>();
  private volatile @Nullable List<Long> latencies;
  private final AtomicInteger deliveries = new AtomicInteger();
  private volatile boolean goesOn;
  private @Nullable Thread writer;

  Postings(Api api, String agent) {
    this.api = api;
    this.agent = agent;
  }

  interface Work {
    void run() throws Exception;
  }

  /** So many, as fast as it goes. */
  void atOnce(int number) throws InterruptedException {
    Semaphore room = new Semaphore(AT_ONCE_MAX);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int message = 0; message < number; message++) {
        room.acquire();
        var _ = threads.submit(() -> {
          post("seed-" + UUID.randomUUID());
          room.release();
          return null;
        });
      }
    }
  }

  void begin() {
    goesOn = true;
    writer = Thread.ofVirtual().start(() -> {
      try {
        while (goesOn) {
          String key = UUID.randomUUID().toString();
          sentAt.put(key, System.nanoTime());
          post(key);
          Thread.sleep(BETWEEN);
        }
      } catch (InterruptedException stopped) {
        Thread.currentThread().interrupt();
      }
    });
  }

  /** All that was begun is acknowledged by then. */
  void pause() throws InterruptedException {
    goesOn = false;
    Thread running = writer;
    if (running != null) {
      running.join();
    }
  }

  /** The first subscriber that hears of it counts. */
  void delivered(List<String> mutationIds) {
    long now = System.nanoTime();
    List<Long> measured = latencies;
    for (String mutation : mutationIds) {
      Long sent = sentAt.remove(mutation);
      if (sent != null) {
        deliveries.incrementAndGet();
        if (measured != null) {
          measured.add(now - sent);
        }
      }
    }
  }

  /** How many subscribers have heard of, those that came by a bootstrap not counted. */
  int deliveries() {
    return deliveries.get();
  }

  /** How long changes take to a subscriber that arrive while something goes on. */
  List<Long> measure(Work work) throws Exception {
    List<Long> measured = Collections.synchronizedList(new ArrayList<>());
    latencies = measured;
    work.run();
    latencies = null;
    return new ArrayList<>(measured);
  }

  Set<String> acknowledged() {
    return Set.copyOf(acknowledged);
  }

  private void post(String key) throws InterruptedException {
    Api.Call call = new Api.Call(
      "POST",
      "/api/message",
      Map.of("agent_id", agent, "content", "message " + key),
      key,
      false
    );
    while (!acknowledged.contains(key)) {
      try {
        if (api.send(call).isAcknowledged()) {
          acknowledged.add(key);
        }
      } catch (IOException away) {
        Thread.sleep(BETWEEN);
      }
    }
  }

  /** Whether or not it is acknowledged. */
  @Override
  public void close() {
    goesOn = false;
    Thread running = writer;
    if (running != null) {
      running.interrupt();
    }
  }
}
