package com.openagents.sync.query.rebuild;

import java.time.Duration;

/** Leaves a share of the time to people who write meanwhile: whoever replays works in short pieces and rests between them. */
final class Courtesy {

  /** After the last write that was seen. */
  private static final long WRITES_GO_ON_NANOS = Duration.ofSeconds(1).toNanos();

  private final LogLife life;
  private final RebuildSettings settings;
  private long position;
  private long movedAt;
  private long workingSince = System.nanoTime();

  Courtesy(LogLife life, RebuildSettings settings) {
    this.life = life;
    this.settings = settings;
    this.position = life.position();
    this.movedAt = System.nanoTime() - WRITES_GO_ON_NANOS;
  }

  /** Call it after each piece of work. Whoever works ahead rests soon as well, having no more room. */
  void rest() throws InterruptedException {
    if (settings.share() == 1) {
      return;
    }
    long present = life.position();
    if (present != position) {
      position = present;
      movedAt = System.nanoTime();
    }
    if (isDue()) {
      Thread.sleep(settings.restAfter(Duration.ofNanos(System.nanoTime() - workingSince)));
    }
    workingSince = System.nanoTime();
  }

  /** Whether people write now; never, if all of the time is the replay's. */
  boolean isDue() {
    return System.nanoTime() - movedAt < WRITES_GO_ON_NANOS;
  }
}
