package com.openagents.sync.platform.synclog;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.ResyncReason;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Where the log stands.
 *
 * @param epoch the log's life; a cursor of another one means nothing here
 * @param lastId id of the newest sync event, 0 for none
 * @param firstId id of the oldest one that is still kept
 */
public record LogHead(UUID epoch, long lastId, long firstId) {
  /**
   * Refuses a cursor that the log can't catch up.
   *
   * @throws Rejected with {@code resync_required}
   */
  public void requireReach(long cursor, @Nullable UUID cursorEpoch) {
    if (cursorEpoch != null && !cursorEpoch.equals(epoch)) {
      throw Rejected.resync(
        ResyncReason.EPOCH,
        "The log began anew since. Bootstrap, then go on from there."
      );
    }
    if (cursor > lastId) {
      throw Rejected.resync(
        ResyncReason.AHEAD,
        "The log ends at " + lastId + ", before that cursor. Bootstrap, then go on from there."
      );
    }
    if (cursor < firstId - 1) {
      throw Rejected.resync(
        ResyncReason.RETENTION,
        "The log begins at " + firstId + " now. Bootstrap, then go on from there."
      );
    }
  }
}
