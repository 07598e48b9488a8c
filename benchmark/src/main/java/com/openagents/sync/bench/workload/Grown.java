package com.openagents.sync.bench.workload;

import com.openagents.sync.bench.contender.Agentsync;
import com.openagents.sync.bench.contender.Statistics;
import com.openagents.sync.bench.contender.Surroundings;
import com.openagents.sync.bench.load.Loops;
import com.openagents.sync.bench.workload.Load.Pace;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The engine on a store and a log that hold many events already. */
final class Grown {

  private static final int WRITERS = 64;
  private static final int ROWS = 10_000;
  private static final Duration PROJECTED_WITHIN = Duration.ofHours(2);

  private final Map<Integer, Map<String, Double>> measured = new LinkedHashMap<>();
  private final Surroundings surroundings;
  private final Effort effort;

  Grown(Surroundings surroundings, Effort effort) {
    this.surroundings = surroundings;
    this.effort = effort;
  }

  /** A store that was made once stays for later runs. */
  Map<String, Double> measure(Loops loops, int events) throws IOException, InterruptedException {
    Surroundings apart = new Surroundings(
      surroundings.root(),
      surroundings.work().resolve("grown-" + events),
      surroundings.engine()
    );
    if (!Files.exists(apart.work())) {
      try (Agentsync engine = Agentsync.start(apart)) {
        engine.place(Sizes.CONTENT, false);
      }
      Agentsync.grow(apart, events);
    }
    try (Agentsync engine = Agentsync.start(apart); Statistics statistics = engine.statistics()) {
      Load.await(statistics::isProjected, PROJECTED_WITHIN, () -> "Not everything was projected");
      Map<String, Double> values = values(engine, statistics, loops);
      measured.put(events, values);
      compare(values, measured.getOrDefault(effort.events().getFirst(), values));
      return values;
    }
  }

  private Map<String, Double> values(Agentsync engine, Statistics statistics, Loops loops)
    throws IOException, InterruptedException {
    Map<String, Double> values = new LinkedHashMap<>();
    values.put(Values.STORE_BYTES, (double) statistics.bytes("event_store") / statistics.events());
    values.put(Values.READ_BYTES, (double) statistics.bytes("read") / statistics.events());
    values.put(Values.LOG_BYTES, (double) statistics.bytes("sync") / statistics.events());
    Trials.warmUp(engine, loops, effort);
    Map<String, Double> a = Load.quiet().measure(engine, loops, effort);
    values.put(Values.SEEN_P50, a.getOrDefault(Values.SEEN_P50, 0.0));
    Load closed = Load.of(WRITERS, 1, new Pace.Answers());
    Map<String, Double> b = closed.measure(engine, loops, effort);
    values.put(Values.WRITES, b.getOrDefault(Values.WRITES, 0.0));
    Map<String, Double> d = Bootstraps.measure(engine.library(ROWS), loops);
    values.put(Values.PARSED, d.getOrDefault(Values.PARSED, 0.0));
    return values;
  }

  /** Each as a multiple of what it is with the fewest events; more is worse in all three. */
  private static void compare(Map<String, Double> values, Map<String, Double> smallest) {
    values.put(Values.GROWN_A, share(values, smallest, Values.SEEN_P50));
    values.put(Values.GROWN_B, share(smallest, values, Values.WRITES));
    values.put(Values.GROWN_D, share(values, smallest, Values.PARSED));
  }

  private static double share(Map<String, Double> values, Map<String, Double> of, String name) {
    return values.getOrDefault(name, 0.0) / of.getOrDefault(name, 0.0);
  }
}
