package com.openagents.sync.standalone.proof.model;

import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/** What was done and seen, for the table at the end. */
final class Tally {

  private final Map<String, LongAdder> counts = new ConcurrentSkipListMap<>();

  void count(String what) {
    count(what, 1);
  }

  void count(String what, long times) {
    counts.computeIfAbsent(what, _ -> new LongAdder()).add(times);
  }

  long of(String what) {
    LongAdder count = counts.get(what);
    return count == null ? 0 : count.sum();
  }

  String table() {
    return counts
      .entrySet()
      .stream()
      .map(entry -> "%-48s %9d".formatted(entry.getKey(), entry.getValue().sum()))
      .collect(Collectors.joining("\n"));
  }
}
