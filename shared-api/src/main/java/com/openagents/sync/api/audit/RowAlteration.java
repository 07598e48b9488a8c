package com.openagents.sync.api.audit;

import com.openagents.sync.api.sync.SyncAction;
import java.util.Map;
import java.util.UUID;

/**
 * What an event did to one row.
 *
 * @param changes by column
 */
public record RowAlteration(String model, UUID id, SyncAction action, Map<String, FieldChange> changes) {}
