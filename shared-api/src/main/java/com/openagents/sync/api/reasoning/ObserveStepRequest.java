package com.openagents.sync.api.reasoning;

import com.openagents.sync.api.RequestBody;

/** {@code PATCH /api/reasoning/{id}}. The observation may be empty: an action can print nothing. */
public record ObserveStepRequest(String observation) implements RequestBody {}
