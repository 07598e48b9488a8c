package com.openagents.sync.bench.result;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** All that was measured. */
public final class Results {

  /** One contender, measured once. */
  public record Measurement(
    String workload,
    String trial,
    String contender,
    int run,
    Map<String, Double> values
  ) {}

  private final List<Measurement> measurements = new ArrayList<>();

  public void add(Measurement measurement) {
    measurements.add(measurement);
  }

  public List<Measurement> all() {
    return List.copyOf(measurements);
  }

  public Set<String> contendersOf(String workload, String trial) {
    Set<String> names = new LinkedHashSet<>();
    of(workload, trial).forEach(one -> names.add(one.contender()));
    return names;
  }

  public Optional<Double> median(String workload, String trial, String contender, String value) {
    return median(
      of(workload, trial)
        .stream()
        .filter(one -> one.contender().equals(contender))
        .map(one -> one.values().get(value))
        .toList()
    );
  }

  /** The median of the ratios of those that were measured in one run, side by side. */
  public Optional<Double> ratio(
    String workload,
    String trial,
    String contender,
    String against,
    String value
  ) {
    List<Double> ratios = new ArrayList<>();
    for (Measurement one : of(workload, trial)) {
      for (Measurement other : of(workload, trial)) {
        boolean pair =
          one.run() == other.run() && one.contender().equals(contender) && other.contender().equals(against);
        Double first = one.values().get(value);
        Double second = other.values().get(value);
        if (pair && first != null && second != null && second > 0) {
          ratios.add(first / second);
        }
      }
    }
    return median(ratios);
  }

  List<Measurement> of(String workload, String trial) {
    return measurements
      .stream()
      .filter(one -> one.workload().equals(workload) && one.trial().equals(trial))
      .toList();
  }

  private static Optional<Double> median(List<Double> values) {
    double[] sorted = values
      .stream()
      .filter(value -> value != null)
      .mapToDouble(Double::doubleValue)
      .toArray();
    Arrays.sort(sorted);
    int middle = sorted.length / 2;
    if (sorted.length == 0) {
      return Optional.empty();
    }
    return Optional.of(sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2);
  }
}
