package com.openagents.sync.query.sync.projector;

import java.util.Set;
import java.util.UUID;

/**
 * Where the holder of the lease stands. Nobody else writes, so it need not ask again between two batches.
 *
 * @param term number of the lease: each takeover has the next one
 * @param lastId of the sync log
 * @param position global index of the last domain event that was projected or set aside
 * @param heldOrgs orgs of which an event is set aside, so that all later ones of theirs wait
 */
record Progress(long term, long lastId, long position, Set<UUID> heldOrgs) {}
