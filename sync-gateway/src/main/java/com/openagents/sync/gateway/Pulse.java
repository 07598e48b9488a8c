package com.openagents.sync.gateway;

import java.time.Duration;
import java.util.function.LongSupplier;

/** Whether a peer lives and takes what it is sent. Times are of a clock that never goes back, in nanoseconds. */
final class Pulse {

  /** A send that had to wait and then went on shows that the peer reads; a quick one only fills buffers. */
  private static final Duration SEND_THAT_WAITED = Duration.ofMillis(100);

  enum Verdict {
    WELL,
    PING_DUE,
    SILENT,
    STALLED,
    OVER,
  }

  private final GatewaySettings settings;
  private final LongSupplier clock;
  private volatile long seen;
  private volatile long pinged;
  private volatile long sendingSince;
  private volatile boolean sending;
  private volatile long partingSince;
  private volatile boolean parting;

  Pulse(GatewaySettings settings, LongSupplier clock) {
    this.settings = settings;
    this.clock = clock;
    this.seen = clock.getAsLong();
    this.pinged = seen;
  }

  /** Something came from the peer. */
  void seen() {
    seen = clock.getAsLong();
  }

  void sending() {
    sendingSince = clock.getAsLong();
    sending = true;
  }

  void sent() {
    sending = false;
    if (clock.getAsLong() - sendingSince > SEND_THAT_WAITED.toNanos()) {
      seen();
    }
  }

  /** From now on it is only a matter of time. */
  void parting() {
    partingSince = clock.getAsLong();
    parting = true;
  }

  Verdict verdict() {
    long now = clock.getAsLong();
    if (parting) {
      return now - partingSince > settings.closeWithin().toNanos() ? Verdict.OVER : Verdict.WELL;
    }
    if (sending && now - sendingSince > settings.sendStalledAtMost().toNanos()) {
      return Verdict.STALLED;
    }
    if (now - seen > settings.silentAtMost().toNanos()) {
      return Verdict.SILENT;
    }
    if (Math.min(now - pinged, now - seen) > settings.pingEvery().toNanos()) {
      pinged = now;
      return Verdict.PING_DUE;
    }
    return Verdict.WELL;
  }
}
