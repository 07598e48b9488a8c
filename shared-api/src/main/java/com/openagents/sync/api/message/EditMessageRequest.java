package com.openagents.sync.api.message;

import com.openagents.sync.api.RequestBody;

/** {@code PATCH /api/message/{id}}. */
public record EditMessageRequest(String content) implements RequestBody {}
