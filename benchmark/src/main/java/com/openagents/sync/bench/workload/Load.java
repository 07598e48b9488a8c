package com.openagents.sync.bench.workload;

import com.openagents.sync.bench.contender.Contender;
import com.openagents.sync.bench.contender.CpuTimes;
import com.openagents.sync.bench.load.Gathering;
import com.openagents.sync.bench.load.Journal;
import com.openagents.sync.bench.load.Loops;
import com.openagents.sync.bench.load.Pacer;
import com.openagents.sync.bench.load.Place;
import com.openagents.sync.bench.load.Writing;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.HdrHistogram.Histogram;

/**
 * Some write while others follow, for some seconds.
 *
 * @param writers connections to write by
 * @param subscribers of the one place that is written to
 * @param slow how many of them read slowly
 * @param contentLength of a write
 * @param respondAsync whether an answer is wanted as soon as a write is durable
 */
record Load(int writers, int subscribers, int slow, Pace pace, int contentLength, boolean respondAsync) {
  /** What makes the next write begin. */
  sealed interface Pace {
    /** An answer, for each writer. */
    record Answers() implements Pace {}

    /** That everybody saw an earlier one; so many are on their way at most. */
    record SeenByAll(int underWayMax) implements Pace {}

    /** The clock. */
    record Clock(double perSecond) implements Pace {
      @Override
      public Duration lasting(Effort effort) {
        Duration asLongAsTheyTake = Duration.ofMillis(
          Math.round((MILLIS_PER_SECOND * effort.timedWrites()) / perSecond)
        );
        return asLongAsTheyTake.compareTo(effort.measured()) > 0 ? asLongAsTheyTake : effort.measured();
      }
    }

    /** For how long it is measured. */
    default Duration lasting(Effort effort) {
      return effort.measured();
    }
  }

  /** Writes a second where hardly anything happens. */
  static final double QUIET_RATE = 20;

  private static final Duration SETTLED_WITHIN = Duration.ofMinutes(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(5);
  private static final int QUIET_WRITERS = 16;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MILLIS_PER_SECOND = 1e3;
  private static final double MEDIAN = 50;
  private static final double HIGH = 99;

  /** That of workload A. */
  static Load quiet() {
    return of(QUIET_WRITERS, 1, new Pace.Clock(QUIET_RATE));
  }

  static Load of(int writers, int subscribers, Pace pace) {
    return new Load(writers, subscribers, 0, pace, Sizes.CONTENT, false);
  }

  Load withRespondAsync() {
    return new Load(writers, subscribers, slow, pace, contentLength, true);
  }

  Load withSlow(int slowOnes) {
    return new Load(writers, subscribers, slowOnes, pace, contentLength, respondAsync);
  }

  Map<String, Double> measure(Contender contender, Loops loops, Effort effort)
    throws IOException, InterruptedException {
    return measure(contender, loops, effort.warmUp(), pace.lasting(effort));
  }

  Map<String, Double> measure(Contender contender, Loops loops, Duration warmUp, Duration lasts)
    throws IOException, InterruptedException {
    Journal journal = new Journal(loops, subscribers, slow);
    CpuTimes used = whileWriting(contender, loops, journal, () -> {
      Thread.sleep(warmUp);
      CpuTimes before = contender.cpuTimes();
      journal.begin();
      Thread.sleep(lasts);
      journal.end();
      return contender.cpuTimes().minus(before);
    });
    return values(journal, used);
  }

  /** Until so many writes are through, or for that long: a server that compiles while it runs is slow at first. */
  void warm(Contender contender, Loops loops, int writes, Duration atMost)
    throws IOException, InterruptedException {
    Journal journal = new Journal(loops, subscribers, slow);
    whileWriting(contender, loops, journal, () -> {
      comesTrue(() -> journal.started() >= writes, atMost);
      return journal;
    });
  }

  private interface Meanwhile<T> {
    T run() throws IOException, InterruptedException;
  }

  /** Lets them write for as long as something else lasts, and then come to an end: all is answered, and seen by all. */
  private <T> T whileWriting(Contender contender, Loops loops, Journal journal, Meanwhile<T> meanwhile)
    throws IOException, InterruptedException {
    Place place = contender.place(contentLength, respondAsync);
    try (
      Gathering gathering = Gathering.of(place, subscribers, slow, loops, journal);
      Writing writing = Writing.to(place, writers, loops, journal)
    ) {
      await(gathering::isReady, gathering, () -> "Not everybody could subscribe");
      Run run = new Run(writing, journal);
      run.start(pace, writers);
      T result = meanwhile.run();
      run.stop();
      await(journal::isAnswered, gathering, () -> "Not everything was answered");
      require(journal.refusals());
      await(
        journal::isComplete,
        gathering,
        () -> "Not everybody saw everything. Unseen: " + journal.unseen()
      );
      require(journal.complaint(), gathering.complaint());
      return result;
    }
  }

  private static Map<String, Double> values(Journal journal, CpuTimes used) {
    Journal.Counts counts = journal.counts();
    Map<String, Double> values = new LinkedHashMap<>();
    double writes = Math.min(counts.answered(), counts.seenByAll());
    values.put(Values.WRITES, writes / journal.seconds());
    values.put(Values.DELIVERIES, counts.deliveries() / journal.seconds());
    put(values, Values.SEEN, journal.deliveries());
    put(values, Values.ANSWERED, journal.answers());
    if (writes > 0) {
      values.put(Values.SERVER_CPU, used.server().toNanos() / 1e3 / writes);
      values.put(Values.DATABASE_CPU, used.database().toNanos() / 1e3 / writes);
    }
    return values;
  }

  private static void put(Map<String, Double> values, String name, Histogram histogram) {
    values.put(name + Values.P50, histogram.getValueAtPercentile(MEDIAN) / NANOS_PER_MILLI);
    values.put(name + Values.P99, histogram.getValueAtPercentile(HIGH) / NANOS_PER_MILLI);
  }

  static void await(BooleanSupplier condition, Gathering gathering, Supplier<String> otherwise)
    throws InterruptedException {
    BooleanSupplier settled = () -> !gathering.complaint().isEmpty() || condition.getAsBoolean();
    await(settled, SETTLED_WITHIN, otherwise);
    require(gathering.complaint());
  }

  static void await(BooleanSupplier condition, Supplier<String> otherwise) throws InterruptedException {
    await(condition, SETTLED_WITHIN, otherwise);
  }

  static void await(BooleanSupplier condition, Duration atMost, Supplier<String> otherwise)
    throws InterruptedException {
    if (!comesTrue(condition, atMost)) {
      throw new MeasurementFailed(otherwise.get());
    }
  }

  private static boolean comesTrue(BooleanSupplier condition, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(LOOK_EVERY);
    }
    return true;
  }

  private static void require(String... complaints) {
    for (String complaint : complaints) {
      if (!complaint.isEmpty()) {
        throw new MeasurementFailed(complaint);
      }
    }
  }

  /** Keeps writing until it is stopped. */
  private static final class Run {

    private final Writing writing;
    private final Journal journal;
    private volatile boolean stopped;
    private Runnable stop = () -> {};

    Run(Writing writing, Journal journal) {
      this.writing = writing;
      this.journal = journal;
    }

    void start(Pace pace, int writers) {
      switch (pace) {
        case Pace.Answers _ -> {
          writing.onAnswer(this::next);
          begin(writers);
        }
        case Pace.SeenByAll seen -> {
          journal.onSeenByAll(this::next);
          begin(seen.underWayMax());
        }
        case Pace.Clock clock -> stop = new Pacer(writing, clock.perSecond())::close;
      }
    }

    private void begin(int count) {
      for (int i = 0; i < count; i++) {
        next();
      }
    }

    private void next() {
      if (!stopped) {
        writing.write(System.nanoTime());
      }
    }

    void stop() {
      stopped = true;
      stop.run();
    }
  }
}
