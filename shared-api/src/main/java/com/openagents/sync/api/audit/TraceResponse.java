package com.openagents.sync.api.audit;

import com.openagents.sync.api.sync.SyncAction;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /audit/trace/{mutationId}}: what came of one mutation.
 *
 * @param changedNothing whether it was accepted without an event, since nothing was left to do
 */
public record TraceResponse(
  String mutationId,
  TracedCommand command,
  boolean changedNothing,
  List<TracedEvent> events
) {
  /**
   * @param name such as {@code EditMessage}; left out where the store does not know it
   * @param commandId the causation id of its events
   */
  public record TracedCommand(
    @Nullable String name,
    @Nullable String commandId,
    @Nullable String actor,
    @Nullable ActorKind actorKind,
    @Nullable String correlationId,
    UUID orgId,
    Instant storedAt
  ) {}

  /**
   * @param reason why it is set aside
   * @param syncEvents what subscribers got of it, in their order
   * @param syncEventsLeftOut how many more there are
   */
  public record TracedEvent(
    long index,
    UUID eventId,
    String type,
    UUID aggregateId,
    Instant time,
    @Nullable String actor,
    @Nullable ActorKind actorKind,
    @Nullable String correlationId,
    @Nullable String causationId,
    Projection projection,
    @Nullable String reason,
    List<TracedSyncEvent> syncEvents,
    long syncEventsLeftOut
  ) {}

  /** How far an event came. On the wire in lower case. */
  public enum Projection {
    /** Models show it and the log has its sync events. */
    PROJECTED,
    /** Models show it; the log no longer keeps its sync events. */
    NO_LONGER_LOGGED,
    /** It could not be projected. */
    SET_ASIDE,
    /** It waits behind one of its org that could not be projected. */
    WAITING,
    /** The projector has not come to it yet. */
    NOT_YET,
  }

  public record TracedSyncEvent(long id, String scope, String model, UUID modelId, SyncAction action) {}
}
