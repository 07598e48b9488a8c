package com.openagents.sync.gateway;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When those whose node stops shall connect again: spread over the time that the other nodes need to take them all in,
 * a few of them nearly at once.
 *
 * @param perSecondMax what the other nodes shall have to take
 * @param spreadAtMost however many there are
 */
record Reconnects(int perSecondMax, Duration spreadAtMost) {
  /** How long one of so many waits. */
  Duration after(int sockets, RandomGenerator random) {
    Duration all = Duration.ofMillis((sockets * 1000L) / perSecondMax);
    Duration spread = all.compareTo(spreadAtMost) < 0 ? all : spreadAtMost;
    return Duration.ofMillis(random.nextLong(spread.toMillis() + 1));
  }
}
