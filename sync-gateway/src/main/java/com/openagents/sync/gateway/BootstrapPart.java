package com.openagents.sync.gateway;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Some of a scope's rows.
 *
 * @param rows by model
 * @param lastSyncId the state's cursor; 0 where it is not known before the last part
 * @param epoch null where it is not known before the last part
 */
record BootstrapPart(Map<String, List<JsonNode>> rows, long lastSyncId, @Nullable UUID epoch, boolean done) {}
