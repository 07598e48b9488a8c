package com.openagents.sync.command.mutation;

import java.security.SecureRandom;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Ids for what the client did not name itself: UUIDs of version 7 (RFC 9562), which sort by time. */
public final class Ids {

  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long VERSION_7 = 0x7000L;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private Ids() {}

  public static UUID next() {
    long time = System.currentTimeMillis() << 16;
    long random = RANDOM.nextLong();
    return new UUID(time | VERSION_7 | (RANDOM.nextInt() & 0xfffL), VARIANT | (random >>> 2));
  }

  public static UUID orNext(@Nullable UUID given) {
    return given == null ? next() : given;
  }
}
