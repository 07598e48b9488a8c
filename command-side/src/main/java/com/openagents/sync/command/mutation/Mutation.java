package com.openagents.sync.command.mutation;

import com.openagents.sync.platform.access.Caller;

/**
 * One call that wants to change something.
 *
 * @param id the {@code Idempotency-Key}, or one made here
 * @param correlationId what a run of mutations has in common
 * @param call method and path
 * @param respondAsync whether the answer may come before the change is visible
 */
public record Mutation(Caller caller, String id, String correlationId, String call, boolean respondAsync) {}
