package com.openagents.sync.query.audit.evidence;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that is not as it was.
 *
 * @param globalIndex of the first event concerned; 0 if it is about none
 * @param untilIndex of the last one, where it is known only that it is among several
 * @param eventId as it is stored, or as the sync log remembers it; null if nobody knows
 */
public record Finding(Kind kind, long globalIndex, long untilIndex, @Nullable UUID eventId, String detail) {
  /** What happened to it. */
  public enum Kind {
    /** A column of a stored event, or of what testifies about the chain, has another value. */
    CHANGED,
    /** An event is gone from among others. */
    MISSING,
    /** An event is there that was never appended. */
    ADDED,
    /** Events stand in another order. */
    REORDERED,
    /** The end is gone. */
    TRUNCATED,
    /** Money does not add up, or is shown differently than the events say. */
    BALANCE_DIFFERS,
    /** A signed head is not signed by a known key, or was removed from the database. */
    SIGNED_HEAD_INVALID,
  }

  static Finding at(Kind kind, long index, @Nullable UUID eventId, String detail) {
    return new Finding(kind, index, index, eventId, detail);
  }
}
