package com.openagents.sync.bench.workload;

import com.openagents.sync.bench.contender.Agentsync;
import com.openagents.sync.bench.contender.Statistics;
import com.openagents.sync.bench.load.Gathering;
import com.openagents.sync.bench.load.Journal;
import com.openagents.sync.bench.load.Loops;
import com.openagents.sync.bench.load.Place;
import com.openagents.sync.bench.load.Writing;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Many come back at once, each with the same events to catch up with. */
final class Storm {

  private static final int WRITERS = 16;
  private static final Duration IDLE_FOR = Duration.ofSeconds(5);
  private static final double NANOS_PER_SECOND = 1e9;

  private Storm() {}

  static Map<String, Double> measure(Agentsync engine, Loops loops, int clients, int events)
    throws IOException, InterruptedException {
    Place place = engine.place(Sizes.CONTENT, false);
    Journal journal = new Journal(loops, clients, 0);
    try (
      Statistics statistics = engine.statistics();
      Writing writing = Writing.to(place, WRITERS, loops, journal)
    ) {
      for (int i = 0; i < events; i++) {
        writing.write(System.nanoTime());
      }
      Load.await(
        () -> journal.started() == events && journal.isAnswered(),
        () -> "Not everything was answered"
      );
      double idlePerSecond = statementsPerSecond(statistics);
      long before = statistics.statements();
      long start = System.nanoTime();
      try (Gathering gathering = Gathering.of(place, clients, 0, loops, journal)) {
        Load.await(journal::isComplete, gathering, () -> "Not everybody caught up");
        double seconds = (System.nanoTime() - start) / NANOS_PER_SECOND;
        double statements = statistics.statements() - before - idlePerSecond * seconds;
        return Map.of(Values.CAUGHT_UP, seconds, Values.STATEMENTS, Math.max(0, Math.rint(statements)));
      }
    }
  }

  /** Of an engine that nobody asks for anything: leases that are renewed, looks for what a signal might have missed. */
  private static double statementsPerSecond(Statistics statistics) throws IOException, InterruptedException {
    long before = statistics.statements();
    Thread.sleep(IDLE_FOR);
    return (statistics.statements() - before) / (double) IDLE_FOR.toSeconds();
  }
}
