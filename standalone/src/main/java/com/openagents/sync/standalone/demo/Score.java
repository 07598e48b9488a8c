package com.openagents.sync.standalone.demo;

import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.LongAdder;
import tools.jackson.databind.JsonNode;

/** What was played so far. */
final class Score {

  private static final double NANOS_PER_SECOND = 1e9;
  private static final Duration CLOCKS_DIFFER_AT_MOST = Duration.ofSeconds(1);

  final LongAdder agents = new LongAdder();
  final LongAdder messages = new LongAdder();
  final LongAdder steps = new LongAdder();
  final LongAdder submissions = new LongAdder();
  final LongAdder payments = new LongAdder();
  final LongAdder refusedSubmissions = new LongAdder();
  final LongAdder refusedPayments = new LongAdder();
  final LongAdder cutTexts = new LongAdder();
  final LongAdder thereAlready = new LongAdder();
  private volatile long start = System.nanoTime();
  private volatile Instant began = Instant.now();

  void begin() {
    start = System.nanoTime();
    began = Instant.now();
  }

  /** @param row as the server has it: an earlier run may have made it */
  void played(LongAdder kind, JsonNode row) {
    kind.increment();
    String createdAt = row.path("created_at").asString("");
    if (!createdAt.isEmpty() && Instant.parse(createdAt).isBefore(began.minus(CLOCKS_DIFFER_AT_MOST))) {
      thereAlready.increment();
    }
  }

  String line() {
    double seconds = seconds();
    return "%s, %s, %s, %s, %s in %.1f s (%.0f steps/s)".formatted(
      counted(agents.sum(), "agent"),
      counted(messages.sum(), "message"),
      counted(steps.sum(), "step"),
      counted(submissions.sum(), "code change"),
      counted(payments.sum(), "payment"),
      seconds,
      steps.sum() / Math.max(seconds, 0.001)
    );
  }

  static String counted(long count, String thing) {
    return count + " " + thing + (count == 1 ? "" : "s");
  }

  private double seconds() {
    return (System.nanoTime() - start) / NANOS_PER_SECOND;
  }
}
