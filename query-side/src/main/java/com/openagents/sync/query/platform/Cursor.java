package com.openagents.sync.query.platform;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How far a client is.
 *
 * @param lastSyncId everything up to this id is known
 * @param epoch the log's life that it belongs to, when the client says so
 */
public record Cursor(long lastSyncId, @Nullable UUID epoch) {
  /** @throws Rejected with {@code invalid_value} */
  public Cursor {
    if (lastSyncId < 0) {
      throw Rejected.field(RejectionCode.INVALID_VALUE, "lastSyncId", "'lastSyncId' must not be below 0.");
    }
  }
}
