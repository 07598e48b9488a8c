package com.openagents.sync.platform.synclog;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.ResyncReason;
import com.openagents.sync.api.rejection.ResyncRung;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the log stands.
 *
 * @param epoch the log's life; a cursor of another one means nothing here
 * @param lastId id of the newest sync event, 0 for none
 * @param firstId id of the oldest one that is still kept
 * @param firstCompactedId since this id it is known which rows changed, though the older events are dropped
 * @param redactions changes when what older events said was erased
 */
public record LogHead(UUID epoch, long lastId, long firstId, long firstCompactedId, long redactions) {
  /** The head once more events follow. */
  public LogHead movedTo(long id) {
    return new LogHead(epoch, id, firstId, firstCompactedId, redactions);
  }

  /**
   * Refuses a cursor that can't be caught up event by event.
   *
   * @throws Rejected with {@code resync_required}
   */
  public void requireReach(long cursor, @Nullable UUID cursorEpoch) {
    requireSameLife(cursor, cursorEpoch);
    if (cursor < firstId - 1) {
      throw cursor < firstCompactedId - 1
        ? tooOld(firstId)
        : Rejected.resync(
            ResyncReason.RETENTION,
            ResyncRung.COMPACTED,
            "The log begins at " + firstId + " now. Get the compacted delta, then go on from there."
          );
    }
  }

  /**
   * Refuses a cursor since which it is not known what changed.
   *
   * @throws Rejected with {@code resync_required}
   */
  public void requireCompactedReach(long cursor, @Nullable UUID cursorEpoch) {
    requireSameLife(cursor, cursorEpoch);
    if (cursor < firstCompactedId - 1) {
      throw tooOld(firstCompactedId);
    }
  }

  private void requireSameLife(long cursor, @Nullable UUID cursorEpoch) {
    if (cursorEpoch != null && !cursorEpoch.equals(epoch)) {
      throw Rejected.resync(
        ResyncReason.EPOCH,
        ResyncRung.BOOTSTRAP,
        "The log began anew since. Bootstrap, then go on from there."
      );
    }
    if (cursor > lastId) {
      throw Rejected.resync(
        ResyncReason.AHEAD,
        ResyncRung.BOOTSTRAP,
        "The log ends at " + lastId + ", before that cursor. Bootstrap, then go on from there."
      );
    }
  }

  private static Rejected tooOld(long from) {
    return Rejected.resync(
      ResyncReason.RETENTION,
      ResyncRung.BOOTSTRAP,
      "What is known begins at " + from + " now. Bootstrap, then go on from there."
    );
  }
}
