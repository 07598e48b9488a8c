package com.openagents.sync.command.eventstore;

import java.time.Duration;

/** Limits for tests. */
final class Limits {

  private static final Duration LONG = Duration.ofMinutes(1);

  /** Nothing runs out of time, however busy the machine is. */
  static final EventStoreLimits PATIENT = new EventStoreLimits(
    512,
    1_000_000,
    10_000,
    LONG,
    LONG,
    LONG,
    LONG,
    LONG
  );

  private Limits() {}

  static EventStoreLimits group(int appendsMax, int bytesMax, int queuedMax) {
    return new EventStoreLimits(appendsMax, bytesMax, queuedMax, LONG, LONG, LONG, LONG, LONG);
  }

  /** How long callers wait, and a transaction waits for the head, stands still and takes at most. */
  static EventStoreLimits times(Duration append, Duration head, Duration pause, Duration transaction) {
    return new EventStoreLimits(512, 1_000_000, 10_000, LONG, append, head, pause, transaction);
  }
}
