package com.openagents.sync.api.rejection;

/** What a client does next whose cursor can't be caught up event by event. On the wire in lower case. */
public enum ResyncRung {
  /** {@code GET /sync/compacted}: the latest state of what changed since the cursor. */
  COMPACTED,
  /** {@code GET /sync/bootstrap}: everything. */
  BOOTSTRAP,
}
