package com.openagents.sync.bench.result;

import com.openagents.sync.bench.workload.Trial;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The medians of what was measured, with what the goals say to them. */
public record Table(List<String> contenders, List<Row> rows) {
  /**
   * @param medians by contender
   * @param verdicts one for each goal
   */
  public record Row(
    String workload,
    String trial,
    String value,
    Map<String, Double> medians,
    List<Verdict> verdicts
  ) {}

  /** @param ratio the engine's share of what the goal names, or its own value where the goal names nobody */
  public record Verdict(Goal goal, double ratio, boolean met) {
    public String text() {
      return String.format(Locale.ROOT, "%s %s (%s)", met ? "✓" : "✗", number(ratio), goal.text());
    }
  }

  private static final double LARGE = 100;
  private static final double SMALL = 10;

  public static Table of(List<Trial> trials, Results results) {
    Set<String> contenders = new LinkedHashSet<>();
    List<Row> rows = new ArrayList<>();
    for (Trial trial : trials) {
      Set<String> measured = results.contendersOf(trial.workload(), trial.name());
      contenders.addAll(measured);
      for (String value : trial.shown()) {
        row(trial, value, measured, results).ifPresent(rows::add);
      }
    }
    return new Table(List.copyOf(contenders), rows);
  }

  private static Optional<Row> row(Trial trial, String value, Set<String> contenders, Results results) {
    Map<String, Double> medians = new LinkedHashMap<>();
    for (String contender : contenders) {
      results
        .median(trial.workload(), trial.name(), contender, value)
        .ifPresent(median -> medians.put(contender, median));
    }
    List<Verdict> verdicts = new ArrayList<>();
    for (Goal goal : Goal.ALL) {
      if (goal.concerns(trial.workload(), trial.name(), value)) {
        goal
          .measured(results)
          .ifPresent(ratio -> verdicts.add(new Verdict(goal, ratio, goal.isMetBy(ratio))));
      }
    }
    return medians.isEmpty()
      ? Optional.empty()
      : Optional.of(new Row(trial.workload(), trial.name(), value, medians, verdicts));
  }

  public String markdown() {
    String head = "| | | " + String.join(" | ", contenders) + " | goal |\n";
    String rule = "|---|---|" + "---:|".repeat(contenders.size()) + "---|\n";
    return head + rule + rows.stream().map(this::line).collect(Collectors.joining());
  }

  private String line(Row row) {
    String cells = contenders
      .stream()
      .map(contender -> cell(row, contender))
      .collect(Collectors.joining(" | "));
    String verdicts = row.verdicts().stream().map(Verdict::text).collect(Collectors.joining("<br>"));
    return "| %s. %s | %s | %s | %s |%n".formatted(row.workload(), row.trial(), row.value(), cells, verdicts);
  }

  private static String cell(Row row, String contender) {
    return Optional.ofNullable(row.medians().get(contender)).map(Table::number).orElse("");
  }

  /** As precise as it is worth. */
  static String number(double number) {
    String pattern = Math.abs(number) >= LARGE ? "%,.0f" : Math.abs(number) >= SMALL ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, pattern, number);
  }
}
