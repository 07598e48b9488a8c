package com.openagents.sync.bench.result;

import com.openagents.sync.bench.workload.Values;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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

  public static final List<Goal> ALL = Stream.concat(appends(), others()).toList();

  private static Stream<Goal> appends() {
    return Stream.of(1, 16, 64, 256)
      .flatMap(callers ->
        Stream.of(1, 10).map(events -> "%d callers, %d events a command".formatted(callers, events))
      )
      .map(trial -> new Goal("H", trial, Values.SHARE_OF_LIMIT, "", true, 0.7));
  }

  private static Stream<Goal> others() {
    return Stream.of(
      new Goal("G", "1,000,000 events before", Values.GROWN_A, "", false, 1.2),
      new Goal("G", "1,000,000 events before", Values.GROWN_B, "", false, 1.2),
      new Goal("G", "1,000,000 events before", Values.GROWN_D, "", false, 1.2),
      new Goal("G", "10,000,000 events before", Values.GROWN_A, "", false, 1.2),
      new Goal("G", "10,000,000 events before", Values.GROWN_B, "", false, 1.2),
      new Goal("G", "10,000,000 events before", Values.GROWN_D, "", false, 1.2),
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
      new Goal("C", "2000 subscribers, equal rate", Values.SEEN_P99, NODE, false, 1),
      new Goal("C", "1000 subscribers, equal rate, a tenth slow", Values.SLOW_SHARE, "", false, 1.1),
      new Goal("D", "bootstrap of 10,000 rows", Values.PARSED, NODE, false, 1),
      new Goal("D", "bootstrap of 100,000 rows", Values.PARSED, NODE, false, 1),
      new Goal("D", "bootstrap of 10,000 rows", Values.CROWD_SHARE, "", false, 3),
      new Goal("D", "bootstrap of 100,000 rows", Values.CROWD_SHARE, "", false, 3),
      new Goal("E", "1,000 clients come back at once, 100 events behind", Values.CAUGHT_UP, "", false, 2),
      new Goal("E", "1,000 clients come back at once, 100 events behind", Values.STATEMENTS, "", false, 10),
      new Goal("F", "10,000 idle sockets", Values.HEAP_PER_SOCKET, "", false, 20),
      new Goal("F", "10,000 idle sockets", Values.IDLE_CPU, "", false, 2),
      new Goal("I", "start and memory", Values.FIRST_START, "", false, 6)
    );
  }

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
