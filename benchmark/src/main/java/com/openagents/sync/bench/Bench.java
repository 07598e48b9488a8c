package com.openagents.sync.bench;

import com.openagents.sync.bench.contender.Contender;
import com.openagents.sync.bench.contender.Contenders;
import com.openagents.sync.bench.contender.Surroundings;
import com.openagents.sync.bench.load.Loops;
import com.openagents.sync.bench.result.Conditions;
import com.openagents.sync.bench.result.Report;
import com.openagents.sync.bench.result.Results;
import com.openagents.sync.bench.workload.Effort;
import com.openagents.sync.bench.workload.MeasurementFailed;
import com.openagents.sync.bench.workload.Trial;
import com.openagents.sync.bench.workload.Trials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Measures the engine and the plainest servers for the same work, side by side. */
public final class Bench {

  private static final int THREADS = 2;

  private final Options options;
  private final Surroundings surroundings;
  private final Map<String, String> conditions;
  private final Results results = new Results();

  Bench(Options options, Surroundings surroundings) {
    this.options = options;
    this.surroundings = surroundings;
    conditions = Conditions.of(surroundings.root());
    conditions.put("runs", "%d, %s".formatted(options.runs(), options.effort().name()));
  }

  public static void main(String... arguments) throws IOException, InterruptedException {
    Options options;
    try {
      options = Options.parse(arguments);
    } catch (IllegalArgumentException wrong) {
      System.err.println(wrong.getMessage());
      System.err.print(Options.USAGE);
      System.exit(2);
      return;
    }
    Path root = Path.of("").toAbsolutePath();
    List<String> engine = List.of(root.resolve("run").toString());
    new Bench(options, new Surroundings(root, options.work(), engine)).run();
    System.exit(0);
  }

  /** @return the page that tells of it */
  Path run() throws IOException, InterruptedException {
    Effort effort = options.effort();
    try (
      Loops loops = new Loops(THREADS);
      Contenders contenders = Contenders.start(surroundings, options.contenders())
    ) {
      for (Contender contender : contenders.all()) {
        Trials.warmUp(contender, loops, effort);
      }
      List<Trial> trials = Trials.all(effort, surroundings);
      for (int run = 1; run <= options.runs(); run++) {
        for (Trial trial : trials) {
          measure(trial, contenders.all(), run, loops);
        }
      }
      return tell(contenders, trials);
    }
  }

  private Path tell(Contenders contenders, List<Trial> trials) throws IOException {
    Map<String, String> madeOf = new LinkedHashMap<>();
    contenders.all().forEach(contender -> madeOf.put(contender.name(), contender.madeOf()));
    Report report = new Report(conditions, madeOf, trials, results);
    System.out.println(report.text());
    Path page = report.write(options.work().resolveSibling("results"));
    System.out.println("All of it is in " + page);
    if (options.writeDocs()) {
      report.writeInto(surroundings.root().resolve("docs/performance.md"));
    }
    return page;
  }

  /** In another order each time, so that whoever is first or follows whom evens out. */
  private void measure(Trial trial, List<Contender> contenders, int run, Loops loops)
    throws IOException, InterruptedException {
    if (!options.only().contains(trial.workload())) {
      return;
    }
    List<Contender> order = new ArrayList<>(contenders);
    Collections.rotate(order, run - 1);
    for (Contender contender : order) {
      if (trial.isFor(contender)) {
        try {
          Map<String, Double> values = trial.measure().of(contender, loops);
          results.add(new Results.Measurement(trial.workload(), trial.name(), contender.name(), run, values));
          say(trial, contender, values);
        } catch (MeasurementFailed failed) {
          System.out.printf(
            "%s %s, %s: %s%n",
            trial.workload(),
            trial.name(),
            contender.name(),
            failed.getMessage()
          );
        }
      }
    }
  }

  private static void say(Trial trial, Contender contender, Map<String, Double> values) {
    String line = values
      .entrySet()
      .stream()
      .map(value -> String.format(Locale.ROOT, "%s %.2f", value.getKey(), value.getValue()))
      .collect(Collectors.joining(", "));
    System.out.printf("%s %s, %s: %s%n", trial.workload(), trial.name(), contender.name(), line);
  }
}
