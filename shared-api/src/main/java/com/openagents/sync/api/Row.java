package com.openagents.sync.api;

import java.time.Instant;
import java.util.UUID;

/**
 * One record of a model, as bootstrap, sync events and mutation answers show it. On the wire its fields carry the
 * column names of the read tables (snake_case).
 */
public interface Row {
  UUID id();

  /** The org that it belongs to. */
  UUID orgId();

  Instant createdAt();

  Instant updatedAt();
}
