package com.openagents.sync.gateway;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far the tail has read the log.
 *
 * @param position everything up to this id is known to be whole
 * @param recent the newest of it, complete up to {@code position}
 * @param redactions as the log counted them before {@code recent} was read
 */
record Standing(UUID epoch, long position, RecentEvents recent, long redactions) {
  /** Whether memory alone tells that a cursor can be caught up. */
  boolean reaches(long cursor, @Nullable UUID cursorEpoch) {
    return (cursorEpoch == null || cursorEpoch.equals(epoch)) && cursor <= position && recent.reaches(cursor);
  }
}
