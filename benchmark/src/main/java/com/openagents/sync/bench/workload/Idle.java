package com.openagents.sync.bench.workload;

import com.openagents.sync.bench.contender.Agentsync;
import com.openagents.sync.bench.contender.CpuTimes;
import com.openagents.sync.bench.contender.JvmProbe;
import com.openagents.sync.bench.load.Gathering;
import com.openagents.sync.bench.load.Journal;
import com.openagents.sync.bench.load.Loops;
import com.openagents.sync.bench.load.Place;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;

/** Many follow and nothing happens. */
final class Idle {

  private static final double KILO = 1e3;
  private static final double PERCENT = 100;
  private static final int PERIODS = 2;

  private Idle() {}

  /** @param period in which each socket is asked for a sign of life; the first one is not measured, since all have just come */
  static Map<String, Double> measure(Agentsync engine, Loops loops, int sockets, Duration period)
    throws IOException, InterruptedException {
    Place place = engine.place(Sizes.CONTENT, false);
    Journal journal = new Journal(loops, sockets, 0);
    try (JvmProbe jvm = new JvmProbe(engine.process())) {
      long heapBefore = jvm.liveBytes();
      long residentBefore = jvm.residentBytes();
      try (Gathering gathering = Gathering.of(place, sockets, 0, loops, journal)) {
        Load.await(gathering::isReady, gathering, () -> "Not everybody could subscribe");
        double heap = jvm.liveBytes() - heapBefore;
        double resident = jvm.residentBytes() - residentBefore;
        Thread.sleep(period);
        CpuTimes before = engine.cpuTimes();
        Duration lasts = period.multipliedBy(PERIODS);
        Thread.sleep(lasts);
        CpuTimes used = engine.cpuTimes().minus(before);
        return Map.of(
          Values.HEAP_PER_SOCKET,
          heap / sockets / KILO,
          Values.RESIDENT_PER_SOCKET,
          resident / sockets / KILO,
          Values.IDLE_CPU,
          (PERCENT * used.server().toNanos()) / lasts.toNanos()
        );
      }
    }
  }
}
