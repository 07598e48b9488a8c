package com.openagents.sync.bench.workload;

import com.openagents.sync.bench.contender.Contender;
import com.openagents.sync.bench.load.Loops;
import com.openagents.sync.bench.workload.Load.Pace;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is measured, workload by workload. */
public final class Trials {

  private static final Set<String> STORES = Set.of("agentsync", "plain Node", "plain Java", "plain Axon");
  private static final Set<String> AGENTSYNC_AND_PLAIN = Set.of("agentsync", "plain Node", "plain Java");
  private static final Set<String> FAN_OUT = Set.of("agentsync", "plain Node", "plain Java", "NATS core");
  private static final List<String> LATENCIES = List.of(Values.SEEN_P50, Values.SEEN_P99);
  private static final List<String> THROUGHPUT = List.of(
    Values.WRITES,
    Values.SEEN_P99,
    Values.SERVER_CPU,
    Values.DATABASE_CPU
  );
  private static final double QUIET_RATE = 20;
  private static final int QUIET_WRITERS = 16;
  /** So many events of a saturated fan-out are on their way at most. */
  private static final int UNDER_WAY = 64;
  private static final String BASELINE = "plain Node";
  private static final int SLOW_PART = 10;
  private static final int WARM_WRITERS = 64;
  private static final int WARM_WRITES = 20_000;
  private static final Duration WARM_AT_MOST = Duration.ofMinutes(1);

  private final Durations durations;
  private final List<Trial> trials = new ArrayList<>();
  private final Map<Integer, Double> equalRates = new HashMap<>();

  private Trials(Durations durations) {
    this.durations = durations;
  }

  /** Before anything is measured. */
  public static void warmUp(Contender contender, Loops loops) throws IOException, InterruptedException {
    Load.of(WARM_WRITERS, 1, new Pace.SeenByAll(WARM_WRITERS)).warm(
      contender,
      loops,
      WARM_WRITES,
      WARM_AT_MOST
    );
  }

  public static List<Trial> all(Durations durations, boolean quick) {
    Trials all = new Trials(durations);
    all.quiet();
    all.closedLoop();
    all.fanOut(quick ? List.of(100, 1_000) : List.of(100, 500, 1_000, 2_000));
    return all.trials;
  }

  private void quiet() {
    Load load = Load.of(QUIET_WRITERS, 1, new Pace.Clock(QUIET_RATE));
    add("A", "20 writes/s, one subscriber", LATENCIES, STORES, load);
  }

  private void closedLoop() {
    for (int writers : List.of(16, 64, 256)) {
      add("B", writers + " writers", THROUGHPUT, STORES, Load.of(writers, 1, new Pace.Answers()));
    }
    Load async = Load.of(64, 1, new Pace.Answers()).withRespondAsync();
    add("B", "64 writers, respond-async", THROUGHPUT, AGENTSYNC_AND_PLAIN, async);
  }

  private void fanOut(List<Integer> sizes) {
    for (int size : sizes) {
      Load saturated = Load.of(UNDER_WAY, size, new Pace.SeenByAll(UNDER_WAY));
      trials.add(
        new Trial(
          "C",
          size + " subscribers, saturated",
          List.of(Values.DELIVERIES),
          FAN_OUT,
          (contender, loops) -> {
            Map<String, Double> values = measure(saturated, contender, loops);
            if (contender.name().equals(BASELINE)) {
              equalRates.put(size, Math.max(1, values.getOrDefault(Values.DELIVERIES, 0.0) / size / 2));
            }
            return values;
          }
        )
      );
      atEqualRate(size, 0);
    }
    atEqualRate(1_000, 1_000 / SLOW_PART);
  }

  private void atEqualRate(int size, int slow) {
    String name = size + " subscribers, equal rate" + (slow > 0 ? ", a tenth slow" : "");
    trials.add(
      new Trial("C", name, LATENCIES, FAN_OUT, (contender, loops) -> {
        double rate = equalRates.getOrDefault(size, QUIET_RATE);
        Load load = Load.of(UNDER_WAY, size, new Pace.Clock(rate)).withSlow(slow);
        return measure(load, contender, loops);
      })
    );
  }

  private void add(String workload, String name, List<String> shown, Set<String> contenders, Load load) {
    trials.add(
      new Trial(workload, name, shown, contenders, (contender, loops) -> measure(load, contender, loops))
    );
  }

  private Map<String, Double> measure(Load load, Contender contender, Loops loops)
    throws IOException, InterruptedException {
    return load.measure(contender, loops, durations.warmUp(), durations.measured());
  }
}
