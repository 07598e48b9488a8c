package com.openagents.sync.api.codechange;

import com.openagents.sync.api.RequestBody;

/** {@code POST /api/code-change/{id}/reject} and {@code …/revert}. */
public record ChangeReasonRequest(String reason) implements RequestBody {}
