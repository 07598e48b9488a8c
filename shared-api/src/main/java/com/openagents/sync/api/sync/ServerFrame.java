package com.openagents.sync.api.sync;

import com.openagents.sync.api.Row;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.rejection.ResyncReason;
import com.openagents.sync.api.rejection.ResyncRung;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What the server sends over {@code /sync}; {@code type} on the wire is the record's name in lower case. */
public sealed interface ServerFrame {
  /**
   * The state of a scope, in as many parts as it takes.
   *
   * @param models this part's rows by plural model name
   * @param done true on the last part
   */
  record Bootstrap(
    String scope,
    Map<String, List<? extends Row>> models,
    long lastSyncId,
    UUID epoch,
    boolean done
  ) implements ServerFrame {}

  /** @param latestSyncId the cursor once these events are folded in */
  record Delta(String scope, List<SyncEvent> events, long latestSyncId) implements ServerFrame {}

  /** Caught up: what follows is live. */
  record Subscribed(String scope, long latestSyncId, UUID epoch) implements ServerFrame {}

  record Unsubscribed(String scope) implements ServerFrame {}

  /** The cursor can't be caught up: take the next rung over HTTP, then subscribe again. */
  record Resync(String scope, ResyncReason reason, ResyncRung next) implements ServerFrame {}

  /**
   * The server stops and closes the socket.
   *
   * @param afterMs how long to wait before connecting again, so that not all come at once
   */
  record Reconnect(long afterMs) implements ServerFrame {}

  record Authenticated(Instant expiresAt) implements ServerFrame {}

  record Error(
    RejectionCode code,
    String message,
    @Nullable String scope,
    boolean retryable
  ) implements ServerFrame {}

  record Pong() implements ServerFrame {}
}
