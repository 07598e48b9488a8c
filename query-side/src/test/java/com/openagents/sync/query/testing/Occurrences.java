package com.openagents.sync.query.testing;

import com.openagents.sync.query.platform.Occurrence;
import java.time.Instant;
import java.util.UUID;

/** Something that happened once. */
public final class Occurrences {

  public static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");

  private Occurrences() {}

  public static Occurrence once() {
    return new Occurrence(1, UUID.randomUUID(), TIME, EventStore.ACTOR, "m-1");
  }
}
