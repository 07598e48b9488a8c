package com.openagents.sync.api.sync;

import java.util.List;
import java.util.UUID;

/**
 * {@code GET /sync/delta}: the events of a scope after a cursor.
 *
 * @param latestSyncId the cursor to go on from
 * @param hasMore whether more is there already
 */
public record DeltaResponse(List<SyncEvent> events, long latestSyncId, boolean hasMore, UUID epoch) {}
