package com.openagents.sync.bench.load;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * What was written in one measurement, who has seen it and how long that took. Numbers of writes are never used again, so
 * what comes late belongs to nobody else.
 */
public final class Journal {

  /** What was counted within the time that was measured. */
  public record Counts(long answered, long seenByAll, long deliveries) {}

  private static final int WRITES_MAX = 4_000_000;
  private static final long NUMBERS_OF_ONE = 100_000_000L;
  private static final AtomicLong JOURNALS = new AtomicLong(System.currentTimeMillis() % NUMBERS_OF_ONE);
  private static final long LATENCY_MAX = 600_000_000_000L;
  private static final int DIGITS = 3;

  private final long base = JOURNALS.incrementAndGet() * NUMBERS_OF_ONE;
  private final AtomicInteger started = new AtomicInteger();
  private final AtomicLongArray startedAt = new AtomicLongArray(WRITES_MAX);
  private final AtomicIntegerArray seenBy = new AtomicIntegerArray(WRITES_MAX);
  private final AtomicInteger finished = new AtomicInteger();
  private final AtomicInteger answers = new AtomicInteger();
  private final LongAdder answersCounted = new LongAdder();
  private final LongAdder seenByAllCounted = new LongAdder();
  private final LongAdder deliveriesCounted = new LongAdder();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicReference<String> firstRefusal = new AtomicReference<>("");
  private final Histogram[] deliveries;
  private final Histogram[] answered;
  private final long[] sums;
  private final int slow;
  private volatile long from = Long.MAX_VALUE;
  private volatile long until = Long.MAX_VALUE;
  private volatile Runnable onSeenByAll = () -> {};

  /** @param slow subscribers from the first on that are slow on purpose: nobody waits for them and nothing of theirs counts */
  public Journal(Loops loops, int subscribers, int slow) {
    deliveries = histograms(loops.count());
    answered = histograms(loops.count());
    sums = new long[subscribers];
    this.slow = slow;
  }

  private static Histogram[] histograms(int count) {
    Histogram[] histograms = new Histogram[count];
    for (int i = 0; i < count; i++) {
      histograms[i] = new Histogram(LATENCY_MAX, DIGITS);
    }
    return histograms;
  }

  public void onSeenByAll(Runnable next) {
    onSeenByAll = next;
  }

  /** From now on is measured. */
  public void begin() {
    from = System.nanoTime();
  }

  /** Until now was measured. */
  public void end() {
    until = System.nanoTime();
  }

  /** @return the number of the write that begins */
  long start(long at) {
    int index = started.getAndIncrement();
    startedAt.set(index, at);
    return base + index;
  }

  /** @param refusal what was said instead, if it was not accepted */
  void answered(int loop, long number, @Nullable String refusal) {
    long now = System.nanoTime();
    long began = startedAt.get((int) (number - base));
    if (refusal != null) {
      firstRefusal.compareAndSet("", refusal);
      refused.incrementAndGet();
    }
    answers.incrementAndGet();
    if (now >= from && now < until) {
      answersCounted.increment();
    }
    if (began >= from && began < until) {
      answered[loop].recordValue(now - began);
    }
  }

  /** @param now when it was read */
  void seen(int loop, int subscriber, long number, long now) {
    long index = number - base;
    if (index < 0 || index >= WRITES_MAX || subscriber < slow) {
      return;
    }
    sums[subscriber] += index + 1;
    long began = startedAt.get((int) index);
    if (began >= from && began < until) {
      deliveries[loop].recordValue(now - began);
    }
    boolean counts = now >= from && now < until;
    if (counts) {
      deliveriesCounted.increment();
    }
    if (seenBy.incrementAndGet((int) index) == sums.length - slow) {
      finished.incrementAndGet();
      if (counts) {
        seenByAllCounted.increment();
      }
      onSeenByAll.run();
    }
  }

  /** Whether everybody has seen everything. */
  public boolean isComplete() {
    return finished.get() == started.get();
  }

  /** Which of all writes some have not seen. */
  public String unseen() {
    long[] unseen = IntStream.range(0, started.get())
      .filter(index -> seenBy.get(index) < sums.length - slow)
      .mapToLong(index -> base + index)
      .toArray();
    return unseen.length == 0
      ? "none"
      : "%d of %d, first %d".formatted(unseen.length, started.get(), unseen[0]);
  }

  public boolean isAnswered() {
    return answers.get() == started.get();
  }

  /** What went wrong, or an empty text. */
  public String complaint() {
    long expected = ((long) started.get() * (started.get() + 1)) / 2;
    for (int i = slow; i < sums.length; i++) {
      if (sums[i] != expected) {
        return "Subscriber %d did not see each of %d events once".formatted(i, started.get());
      }
    }
    return "";
  }

  /** What was said to the first write that was refused, or an empty text. Nobody will see what was refused. */
  public String refusals() {
    return refused.get() > 0
      ? "%d of %d writes were refused: %s".formatted(refused.get(), started.get(), firstRefusal.get())
      : "";
  }

  public Counts counts() {
    return new Counts(answersCounted.sum(), seenByAllCounted.sum(), deliveriesCounted.sum());
  }

  public int started() {
    return started.get();
  }

  public double seconds() {
    return (until - from) / 1e9;
  }

  public Histogram deliveries() {
    return merged(deliveries);
  }

  public Histogram answers() {
    return merged(answered);
  }

  private static Histogram merged(Histogram[] histograms) {
    Histogram all = new Histogram(LATENCY_MAX, DIGITS);
    for (Histogram histogram : histograms) {
      all.add(histogram);
    }
    return all;
  }
}
