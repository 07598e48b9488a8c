package com.openagents.sync.platform.evidence;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * The chain of hashes over the event store, as {@code docs/SPEC.md} describes it for whoever wants to check it without
 * this code. The first bytes of what is hashed keep an event, a link and a signed head apart.
 */
public final class Chain {

  public static final int HASH_BYTES = 32;

  static final byte EVENT = 0;
  static final byte LINK = 1;
  static final byte HEAD = 2;

  private static final String EVENT_FORMAT = "agentsync.event.v1";
  private static final int SHORT_FIELDS_BYTES = 300;

  private Chain() {}

  /** What the first event follows. */
  public static byte[] beginning() {
    return new byte[HASH_BYTES];
  }

  /** The hash of an event alone. */
  public static byte[] leaf(ChainedEvent event) {
    return sha256(encode(event));
  }

  /** The hash of an event and all before it. */
  public static byte[] link(byte[] before, byte[] leaf) {
    byte[] bytes = new byte[1 + 2 * HASH_BYTES];
    bytes[0] = LINK;
    System.arraycopy(before, 0, bytes, 1, HASH_BYTES);
    System.arraycopy(leaf, 0, bytes, 1 + HASH_BYTES, HASH_BYTES);
    return sha256(bytes);
  }

  /** Whether an event follows what was before it. */
  public static boolean isLink(byte[] before, ChainedEvent event, byte[] hash) {
    return Arrays.equals(link(before, leaf(event)), hash);
  }

  static byte[] encode(ChainedEvent event) {
    int size = event.payload().length + event.metadata().length + SHORT_FIELDS_BYTES;
    return new Fields(EVENT, EVENT_FORMAT, size)
      .add(event.globalIndex())
      .add(event.eventId())
      .add(event.aggregateType())
      .add(event.aggregateId())
      .add(event.sequenceNumber())
      .add(event.orgId())
      .add(event.payloadType())
      .add(event.payloadRevision())
      .add(event.payload())
      .add(event.metadata())
      .add(event.createdAt())
      .toBytes();
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException everyJdkHasIt) {
      throw new IllegalStateException(everyJdkHasIt);
    }
  }
}
