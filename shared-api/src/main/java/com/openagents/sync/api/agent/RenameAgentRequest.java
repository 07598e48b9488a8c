package com.openagents.sync.api.agent;

import com.openagents.sync.api.RequestBody;

/** {@code PATCH /api/agent/{id}}. */
public record RenameAgentRequest(String name) implements RequestBody {}
