package com.openagents.sync.standalone.proof.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** How long things stood still at worst. Any thread may tell it what happened. */
final class Stalls {

  /** The longest time between two happenings. */
  private static final class Gap {

    private static final long NEVER = Long.MIN_VALUE;

    private final AtomicLong last = new AtomicLong(NEVER);
    private final AtomicLong longest = new AtomicLong();

    void happened() {
      long now = System.nanoTime();
      long before = last.getAndAccumulate(now, Math::max);
      if (before != NEVER) {
        longest.accumulateAndGet(now - before, Math::max);
      }
    }

    Duration longest() {
      return Duration.ofNanos(longest.get());
    }
  }

  private final Gap acknowledgements = new Gap();
  private final Gap deliveries = new Gap();
  private final Map<String, Long> acknowledgedAt = new ConcurrentHashMap<>();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final AtomicLong longestUntilSeen = new AtomicLong();

  void acknowledged(String mutationId) {
    acknowledgements.happened();
    acknowledgedAt.put(mutationId, System.nanoTime());
    // Often it is seen before its answer is read: then there was no wait.
    if (seen.contains(mutationId)) {
      acknowledgedAt.remove(mutationId);
    }
  }

  void delivered() {
    deliveries.happened();
  }

  /** By a watcher whose own wire has no faults; the first to see a mutation counts. */
  void seen(List<String> mutationIds) {
    for (String id : mutationIds) {
      Long acknowledged = seen.add(id) ? acknowledgedAt.remove(id) : null;
      if (acknowledged != null) {
        longestUntilSeen.accumulateAndGet(System.nanoTime() - acknowledged, Math::max);
      }
    }
  }

  Duration longestWithoutAcknowledgement() {
    return acknowledgements.longest();
  }

  Duration longestWithoutDelivery() {
    return deliveries.longest();
  }

  Duration longestFromAcknowledgedToSeen() {
    return Duration.ofNanos(longestUntilSeen.get());
  }
}
