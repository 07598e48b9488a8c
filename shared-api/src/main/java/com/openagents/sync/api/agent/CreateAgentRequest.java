package com.openagents.sync.api.agent;

import com.openagents.sync.api.RequestBody;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/agent}. */
public record CreateAgentRequest(@Nullable UUID id, UUID orgId, String name) implements RequestBody {}
