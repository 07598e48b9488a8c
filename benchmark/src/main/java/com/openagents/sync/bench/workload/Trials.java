package com.openagents.sync.bench.workload;

import com.openagents.sync.bench.contender.Agentsync;
import com.openagents.sync.bench.contender.Contender;
import com.openagents.sync.bench.contender.StoreDatabase;
import com.openagents.sync.bench.contender.Surroundings;
import com.openagents.sync.bench.load.Loops;
import com.openagents.sync.bench.workload.Load.Pace;
import java.io.IOException;
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
  private static final List<String> WITH_SLOW_ONES = List.of(Values.SEEN_P99, Values.SLOW_SHARE);
  private static final List<String> THROUGHPUT = List.of(
    Values.WRITES,
    Values.SEEN_P99,
    Values.SERVER_CPU,
    Values.DATABASE_CPU
  );
  private static final List<String> BOOTSTRAP = List.of(
    Values.PARSED,
    Values.RECEIVED,
    Values.CROWD_RECEIVED,
    Values.CROWD_SHARE
  );
  private static final List<String> IDLE = List.of(
    Values.HEAP_PER_SOCKET,
    Values.RESIDENT_PER_SOCKET,
    Values.IDLE_CPU
  );
  private static final List<String> APPENDS = List.of(
    Values.EVENTS,
    Values.LIMIT,
    Values.SHARE_OF_LIMIT,
    Values.BATCH
  );
  private static final List<String> GROWTH = List.of(
    Values.SEEN_P50,
    Values.WRITES,
    Values.PARSED,
    Values.GROWN_A,
    Values.GROWN_B,
    Values.GROWN_D,
    Values.STORE_BYTES,
    Values.READ_BYTES,
    Values.LOG_BYTES
  );
  private static final List<String> STARTS = List.of(
    Values.FIRST_START,
    Values.NEXT_START,
    Values.RESIDENT_IDLE,
    Values.RESIDENT_BUSY
  );
  /** So many events of a saturated fan-out are on their way at most. */
  private static final int UNDER_WAY = 64;
  private static final String BASELINE = "plain Node";
  private static final int WITH_SLOW = 1_000;
  private static final int SLOW_PART = 10;
  private static final int WARM_WRITERS = 64;
  private static final int BACK_AT_ONCE = 1_000;
  private static final int EVENTS_BEHIND = 100;

  private final Effort effort;
  private final List<Trial> trials = new ArrayList<>();
  private final Map<String, Double> highWithoutSlow = new HashMap<>();
  private final Map<Integer, Double> equalRates = new HashMap<>();

  private Trials(Effort effort) {
    this.effort = effort;
  }

  /** Before anything is measured. */
  public static void warmUp(Contender contender, Loops loops, Effort effort)
    throws IOException, InterruptedException {
    Load load = Load.of(WARM_WRITERS, 1, new Pace.SeenByAll(WARM_WRITERS));
    load.warm(contender, loops, effort.warmWrites(), effort.warmAtMost());
  }

  public static List<Trial> all(Effort effort, Surroundings surroundings) {
    Trials all = new Trials(effort);
    all.quiet();
    all.closedLoop();
    all.fanOut(effort.audiences());
    all.bootstraps();
    all.ofTheEngineAlone(surroundings);
    return all.trials;
  }

  private void bootstraps() {
    for (int rows : effort.rows()) {
      trials.add(
        new Trial("D", "bootstrap of %,d rows".formatted(rows), BOOTSTRAP, STORES, (contender, loops) ->
          Bootstraps.measure(contender.library(rows), loops)
        )
      );
    }
  }

  private void ofTheEngineAlone(Surroundings surroundings) {
    int back = Math.min(BACK_AT_ONCE, effort.idle());
    String storm = "%,d clients come back at once, %d events behind".formatted(back, EVENTS_BEHIND);
    ofTheEngine("E", storm, List.of(Values.CAUGHT_UP, Values.STATEMENTS), (engine, loops) ->
      Storm.measure(engine, loops, back, EVENTS_BEHIND)
    );
    ofTheEngine("F", "%,d idle sockets".formatted(effort.idle()), IDLE, (engine, loops) ->
      Idle.measure(engine, loops, effort.idle(), effort.idlePeriod())
    );
    Grown grown = new Grown(surroundings, effort);
    for (int events : effort.events()) {
      ofTheEngine("G", "%,d events before".formatted(events), GROWTH, (_, loops) ->
        grown.measure(loops, events)
      );
    }
    for (int callers : effort.callers()) {
      for (int events : List.of(1, 10)) {
        appends(surroundings, callers, events);
      }
    }
    ofTheEngine("I", "start and memory", STARTS, (_, loops) -> Starts.measure(surroundings, loops, effort));
  }

  private void appends(Surroundings surroundings, int callers, int events) {
    String name = "%d callers, %d events a command".formatted(callers, events);
    ofTheEngine("H", name, APPENDS, (_, _) -> {
      try (StoreDatabase store = StoreDatabase.start(surroundings.work().resolve("append"))) {
        return Appending.measure(store, callers, events, effort);
      }
    });
  }

  private interface MeasureOfEngine {
    Map<String, Double> of(Agentsync engine, Loops loops) throws IOException, InterruptedException;
  }

  private void ofTheEngine(String workload, String name, List<String> shown, MeasureOfEngine measure) {
    trials.add(
      new Trial(workload, name, shown, Set.of("agentsync"), (contender, loops) ->
        measure.of((Agentsync) contender, loops)
      )
    );
  }

  private void quiet() {
    add("A", "20 writes/s, one subscriber", LATENCIES, STORES, Load.quiet());
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
            Map<String, Double> values = saturated.measure(contender, loops, effort);
            if (contender.name().equals(BASELINE)) {
              equalRates.put(size, Math.max(1, values.getOrDefault(Values.DELIVERIES, 0.0) / size / 2));
            }
            return values;
          }
        )
      );
      atEqualRate(size, 0);
    }
    if (sizes.contains(WITH_SLOW)) {
      atEqualRate(WITH_SLOW, WITH_SLOW / SLOW_PART);
    }
  }

  private void atEqualRate(int size, int slow) {
    String name = size + " subscribers, equal rate" + (slow > 0 ? ", a tenth slow" : "");
    trials.add(
      new Trial("C", name, slow > 0 ? WITH_SLOW_ONES : LATENCIES, FAN_OUT, (contender, loops) -> {
        double rate = equalRates.getOrDefault(size, Load.QUIET_RATE);
        Load load = Load.of(UNDER_WAY, size, new Pace.Clock(rate)).withSlow(slow);
        Map<String, Double> values = load.measure(contender, loops, effort);
        double high = values.getOrDefault(Values.SEEN_P99, 0.0);
        if (slow == 0) {
          highWithoutSlow.put(contender.name() + size, high);
        } else {
          values.put(Values.SLOW_SHARE, high / highWithoutSlow.getOrDefault(contender.name() + size, high));
        }
        return values;
      })
    );
  }

  private void add(String workload, String name, List<String> shown, Set<String> contenders, Load load) {
    trials.add(
      new Trial(workload, name, shown, contenders, (contender, loops) ->
        load.measure(contender, loops, effort)
      )
    );
  }
}
