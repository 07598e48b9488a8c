package com.openagents.sync.query.platform;

import java.time.Instant;
import java.util.UUID;

/**
 * Where, when and by whom a domain event happened.
 *
 * @param index the event's global index
 * @param actor the subject of the principal behind it
 * @param mutationId the mutation it belongs to
 */
public record Occurrence(long index, UUID eventId, Instant time, String actor, String mutationId) {}
