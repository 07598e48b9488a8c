package com.openagents.sync.bench.workload;

import com.openagents.sync.bench.contender.Agentsync;
import com.openagents.sync.bench.contender.JvmProbe;
import com.openagents.sync.bench.contender.Surroundings;
import com.openagents.sync.bench.load.Loops;
import com.openagents.sync.bench.workload.Load.Pace;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/** A start on no data, one on data that is there, and what it takes of memory before and while it works. */
final class Starts {

  private static final double MEBI = 1024.0 * 1024;
  private static final double NANOS_PER_SECOND = 1e9;
  private static final int WRITERS = 64;

  private Starts() {}

  static Map<String, Double> measure(Surroundings surroundings, Loops loops, Effort effort)
    throws IOException, InterruptedException {
    Path work = surroundings.work().resolve("start-" + UUID.randomUUID());
    Surroundings apart = new Surroundings(surroundings.root(), work, surroundings.engine());
    Map<String, Double> values = new LinkedHashMap<>();
    long start = System.nanoTime();
    try (Agentsync engine = Agentsync.startBare(apart)) {
      values.put(Values.FIRST_START, (System.nanoTime() - start) / NANOS_PER_SECOND);
      values.put(Values.RESIDENT_IDLE, resident(engine));
      Load.of(WRITERS, 1, new Pace.Answers()).measure(engine, loops, Duration.ZERO, effort.measured());
      values.put(Values.RESIDENT_BUSY, resident(engine));
    }
    start = System.nanoTime();
    try (Agentsync _ = Agentsync.startBare(apart)) {
      values.put(Values.NEXT_START, (System.nanoTime() - start) / NANOS_PER_SECOND);
    }
    return values;
  }

  private static double resident(Agentsync engine) throws IOException {
    try (JvmProbe jvm = new JvmProbe(engine.process())) {
      return jvm.residentBytes() / MEBI;
    }
  }
}
