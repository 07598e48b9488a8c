package com.openagents.sync.api.audit;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /audit/{model}/{id}}: what became of one thing.
 *
 * @param nextCursor where the next page begins; left out on the last one
 */
public record HistoryResponse(String model, UUID id, List<HistoryEntry> entries, @Nullable Long nextCursor) {}
