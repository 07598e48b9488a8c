package com.openagents.sync.query.sync.projector;

import com.openagents.sync.api.sync.SyncAction;
import com.openagents.sync.query.platform.Occurrence;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A sync event on its way into the log, still without its ids.
 *
 * @param data as JSON
 */
record LogEntry(
  String scope,
  String model,
  UUID modelId,
  SyncAction action,
  @Nullable String data,
  Occurrence cause
) {}
