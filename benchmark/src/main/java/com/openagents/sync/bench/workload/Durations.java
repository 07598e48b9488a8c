package com.openagents.sync.bench.workload;

import java.time.Duration;

/** How long loads last: first unmeasured, then measured. */
public record Durations(Duration warmUp, Duration measured) {
  public static final Durations FULL = new Durations(Duration.ofSeconds(3), Duration.ofSeconds(10));
  public static final Durations QUICK = new Durations(Duration.ofSeconds(2), Duration.ofSeconds(4));
}
