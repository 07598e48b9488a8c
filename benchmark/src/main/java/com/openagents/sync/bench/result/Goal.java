package com.openagents.sync.bench.result;

import com.openagents.sync.bench.workload.Values;
import java.util.List;
import java.util.Optional;

/**
 * What one line of the table should come to: the engine's value, or its multiple of another one's that was measured side by
 * side.
 *
 * @param against empty for the value itself
 * @param atLeast whether the factor is a floor, else a ceiling
 */
public record Goal(
  String workload,
  String trial,
  String value,
  String against,
  boolean atLeast,
  double factor
) {
  private static final String ENGINE = "agentsync";
  private static final String NODE = "plain Node";
  private static final String AXON = "plain Axon";

  public static final List<Goal> ALL = List.of(
    new Goal("A", "20 writes/s, one subscriber", Values.SEEN_P50, NODE, false, 1.5),
    new Goal("A", "20 writes/s, one subscriber", Values.SEEN_P99, NODE, false, 1),
    new Goal("B", "16 writers", Values.WRITES, NODE, true, 1),
    new Goal("B", "64 writers", Values.WRITES, NODE, true, 2),
    new Goal("B", "256 writers", Values.WRITES, NODE, true, 2),
    new Goal("B", "16 writers", Values.WRITES, AXON, true, 4),
    new Goal("B", "64 writers", Values.WRITES, AXON, true, 4),
    new Goal("B", "256 writers", Values.WRITES, AXON, true, 4),
    new Goal("B", "64 writers, respond-async", Values.WRITES, NODE, true, 3),
    new Goal("C", "1000 subscribers, saturated", Values.DELIVERIES, NODE, true, 4),
    new Goal("C", "1000 subscribers, saturated", Values.DELIVERIES, "NATS core", true, 1),
    new Goal("C", "100 subscribers, equal rate", Values.SEEN_P99, NODE, false, 1),
    new Goal("C", "500 subscribers, equal rate", Values.SEEN_P99, NODE, false, 1),
    new Goal("C", "1000 subscribers, equal rate", Values.SEEN_P99, NODE, false, 1),
    new Goal("C", "2000 subscribers, equal rate", Values.SEEN_P99, NODE, false, 1)
  );

  boolean concerns(String otherWorkload, String otherTrial, String otherValue) {
    return workload.equals(otherWorkload) && trial.equals(otherTrial) && value.equals(otherValue);
  }

  /** The engine's share of the other's value, or its value alone; empty if it was not measured. */
  Optional<Double> measured(Results results) {
    return against.isEmpty()
      ? results.median(workload, trial, ENGINE, value)
      : results.ratio(workload, trial, ENGINE, against, value);
  }

  public boolean isMetBy(double ratio) {
    return atLeast ? ratio >= factor : ratio <= factor;
  }

  public String text() {
    String sign = atLeast ? "≥" : "≤";
    return against.isEmpty()
      ? "%s %s".formatted(sign, trimmed(factor))
      : "%s %s × %s".formatted(sign, trimmed(factor), against);
  }

  private static String trimmed(double number) {
    return number == Math.rint(number) ? Long.toString((long) number) : Double.toString(number);
  }
}
