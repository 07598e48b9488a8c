package com.openagents.sync.api.sync;

import com.openagents.sync.api.Row;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * {@code GET /sync/bootstrap}: the exact state of a scope at {@code lastSyncId}.
 *
 * @param models rows by plural model name, such as {@code Messages}
 */
public record BootstrapResponse(Map<String, List<? extends Row>> models, long lastSyncId, UUID epoch) {}
