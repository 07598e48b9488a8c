package com.openagents.sync.api.erasure;

import com.openagents.sync.api.Row;
import java.time.Instant;
import java.util.UUID;

/**
 * The erasures of one subject in one org: an answer, which no scope shows.
 *
 * @param erasedBy who asked for the last one
 * @param createdAt when the first one was decided
 * @param updatedAt when the last one was: what was written before it is gone
 */
public record ErasureRow(
  UUID id,
  UUID orgId,
  String subject,
  String erasedBy,
  Instant createdAt,
  Instant updatedAt
) implements Row {}
