package com.openagents.sync.api.sync;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a client sends over {@code /sync}; {@code type} on the wire is the record's name in lower case. */
public sealed interface ClientFrame {
  /**
   * @param lastSyncId the cursor; 0 asks for a bootstrap
   * @param epoch the log's life that the cursor belongs to
   * @param models only these, when given
   */
  record Subscribe(
    String scope,
    long lastSyncId,
    @Nullable UUID epoch,
    @Nullable List<String> models
  ) implements ClientFrame {}

  record Unsubscribe(String scope) implements ClientFrame {}

  /** @param token a fresh one for the same subject */
  record Auth(String token) implements ClientFrame {}

  record Ping() implements ClientFrame {}
}
