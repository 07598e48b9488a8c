package com.openagents.sync.standalone.demo;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.UUID;

/**
 * Ids that follow from what is played and where to: a replay, after a crash say, sends the same ones, so that nothing
 * is there twice. UUIDs of version 8.
 */
record DerivedIds(UUID org, String fingerprint) {
  private static final long VERSION_MASK = 0xFFFF_FFFF_FFFF_0FFFL;
  private static final long VERSION_8 = 0x8000L;
  private static final long VARIANT_MASK = 0x3FFF_FFFF_FFFF_FFFFL;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  /** @param kind what is sent, such as {@code message} */
  UUID id(String kind, int index) {
    ByteBuffer digest = ByteBuffer.wrap(digest(kind + " " + index));
    return new UUID(
      (digest.getLong() & VERSION_MASK) | VERSION_8,
      (digest.getLong() & VARIANT_MASK) | VARIANT
    );
  }

  private byte[] digest(String name) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(
        (fingerprint + " " + org + " " + name).getBytes(StandardCharsets.UTF_8)
      );
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }
}
