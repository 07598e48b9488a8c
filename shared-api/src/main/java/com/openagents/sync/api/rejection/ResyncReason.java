package com.openagents.sync.api.rejection;

/** Why a cursor can't be caught up by delta. On the wire in lower case. */
public enum ResyncReason {
  /** The log no longer reaches back to the cursor. */
  RETENTION,
  /** The cursor belongs to another life of the log. */
  EPOCH,
  /** The cursor is ahead of the log. */
  AHEAD,
}
