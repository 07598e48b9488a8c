package com.openagents.sync.query.rebuild;

import java.time.Duration;
import org.springframework.jdbc.core.JdbcTemplate;

/** Leaves a share of the time to people who write meanwhile: whoever replays works in short pieces and rests between them. */
final class Courtesy {

  private static final String POSITION = "SELECT coalesce(max(position), 0) FROM sync.log_head";
  /** After the last write that was seen. */
  private static final long WRITES_GO_ON_NANOS = Duration.ofSeconds(1).toNanos();

  private final JdbcTemplate reader;
  private final RebuildSettings settings;
  private long position;
  private long movedAt;
  private long workingSince = System.nanoTime();

  Courtesy(JdbcTemplate reader, RebuildSettings settings) {
    this.reader = reader;
    this.settings = settings;
    this.position = position();
    this.movedAt = System.nanoTime() - WRITES_GO_ON_NANOS;
  }

  /** Call it after each piece of work. Whoever works ahead rests soon as well, having no more room. */
  void rest() throws InterruptedException {
    if (settings.share() == 1) {
      return;
    }
    long now = System.nanoTime();
    long present = position();
    if (present != position) {
      position = present;
      movedAt = now;
    }
    if (now - movedAt < WRITES_GO_ON_NANOS) {
      Thread.sleep(settings.restAfter(Duration.ofNanos(now - workingSince)));
    }
    workingSince = System.nanoTime();
  }

  private long position() {
    Long last = reader.queryForObject(POSITION, Long.class);
    return last == null ? 0 : last;
  }
}
