package com.openagents.sync.api.rebuild;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A rebuild or a verification, and how far it is.
 *
 * @param models those that it is about
 * @param eventsOf all that are to be replayed, as far as is known
 * @param secondsLeft of the phase that replays
 * @param reason why it waits or has failed
 * @param rollbackUntil so long the tables that it replaced are kept
 */
public record RebuildRun(
  UUID id,
  RebuildKind kind,
  RebuildState state,
  RebuildPhase phase,
  List<String> models,
  @Nullable String scope,
  String requestedBy,
  Instant requestedAt,
  @Nullable Instant startedAt,
  @Nullable Instant endedAt,
  long eventsDone,
  long eventsOf,
  long eventsPerSecond,
  @Nullable Long secondsLeft,
  @Nullable String reason,
  @Nullable Instant rollbackUntil,
  @Nullable RebuildReport report
) {}
