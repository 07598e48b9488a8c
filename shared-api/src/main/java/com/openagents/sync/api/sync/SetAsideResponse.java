package com.openagents.sync.api.sync;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** {@code GET /admin/set-aside}: which of the caller's orgs wait behind a domain event that could not be projected. */
public record SetAsideResponse(List<HeldOrg> orgs) {
  /**
   * An org whose later events wait, so that it stays in order.
   *
   * @param eventIndex global index of the event that could not be projected
   * @param reason why
   * @param eventsWaiting how many are behind it
   */
  public record HeldOrg(
    UUID orgId,
    long eventIndex,
    UUID eventId,
    String reason,
    Instant setAsideAt,
    long eventsWaiting
  ) {}
}
