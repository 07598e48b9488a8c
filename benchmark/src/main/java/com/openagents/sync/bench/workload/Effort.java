package com.openagents.sync.bench.workload;

import java.time.Duration;
import java.util.List;

/**
 * How long and how large.
 *
 * @param runs of each trial
 * @param warmUp of each load, unmeasured
 * @param measured of each load
 * @param timedWrites at least, of a load by the clock: of 80, p99 is the slowest one
 * @param warmWrites of each contender before anything is measured
 * @param warmAtMost for how long at most
 * @param audiences sizes in workload C
 * @param rows sizes in workload D
 * @param idle sockets in workload F
 * @param idlePeriod in which each of them is asked for a sign of life
 * @param callers at once in workload H
 * @param events sizes of the store in workload G
 */
public record Effort(
  String name,
  int runs,
  Duration warmUp,
  Duration measured,
  int timedWrites,
  int warmWrites,
  Duration warmAtMost,
  List<Integer> audiences,
  List<Integer> rows,
  int idle,
  Duration idlePeriod,
  List<Integer> callers,
  List<Integer> events
) {
  public static final Effort FULL = new Effort(
    "full",
    5,
    Duration.ofSeconds(3),
    Duration.ofSeconds(10),
    1_000,
    100_000,
    Duration.ofMinutes(3),
    List.of(100, 500, 1_000, 2_000),
    List.of(10_000, 100_000),
    10_000,
    Duration.ofSeconds(30),
    List.of(1, 16, 64, 256),
    List.of(100_000, 1_000_000, 10_000_000)
  );

  public static final Effort QUICK = new Effort(
    "quick",
    1,
    Duration.ofSeconds(2),
    Duration.ofSeconds(4),
    500,
    60_000,
    Duration.ofSeconds(90),
    List.of(100, 1_000),
    List.of(10_000),
    2_000,
    Duration.ofSeconds(30),
    List.of(64, 256),
    List.of(100_000, 1_000_000)
  );

  /** Enough to see that it works. */
  public static final Effort SMOKE = new Effort(
    "smoke",
    1,
    Duration.ofMillis(100),
    Duration.ofMillis(500),
    10,
    100,
    Duration.ofSeconds(10),
    List.of(10),
    List.of(100),
    20,
    Duration.ofMillis(100),
    List.of(4),
    List.of(1_000)
  );
}
