package com.openagents.sync.query.sync.projector;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.api.sync.SyncAction;
import com.openagents.sync.query.platform.Occurrence;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A change on its way into the log, where it becomes one sync event in each of its scopes.
 *
 * @param data as JSON
 */
record LogEntry(
  List<Scope> scopes,
  String model,
  UUID modelId,
  SyncAction action,
  @Nullable String data,
  Occurrence cause
) {}
