package com.openagents.sync.query.synclog;

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
 * @param authors of what a rebuild found: who wrote each text in it, as JSON; all of an event is its actor's
 */
public record LogEntry(
  List<Scope> scopes,
  String model,
  UUID modelId,
  SyncAction action,
  @Nullable String data,
  Occurrence cause,
  @Nullable String authors
) {
  public LogEntry(
    List<Scope> scopes,
    String model,
    UUID modelId,
    SyncAction action,
    @Nullable String data,
    Occurrence cause
  ) {
    this(scopes, model, modelId, action, data, cause, null);
  }
}
