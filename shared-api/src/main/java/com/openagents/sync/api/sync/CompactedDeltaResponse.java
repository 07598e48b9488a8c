package com.openagents.sync.api.sync;

import com.openagents.sync.api.Row;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * {@code GET /sync/compacted}: the latest state of what changed in a scope since a cursor.
 *
 * @param models rows that were made or changed, whole, by plural model name
 * @param deleted ids of rows that are gone, by plural model name
 * @param lastSyncId the cursor to go on from
 */
public record CompactedDeltaResponse(
  Map<String, List<? extends Row>> models,
  Map<String, List<UUID>> deleted,
  long lastSyncId,
  UUID epoch
) {}
