package com.openagents.sync.platform.evidence;

import java.time.Instant;
import java.util.UUID;

/**
 * A row of {@code event_store.domain_events} as it is stored, all of it but its hash.
 *
 * @param createdAt in whole microseconds, as the database keeps it
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
public record ChainedEvent(
  long globalIndex,
  UUID eventId,
  String aggregateType,
  UUID aggregateId,
  long sequenceNumber,
  UUID orgId,
  String payloadType,
  String payloadRevision,
  byte[] payload,
  byte[] metadata,
  Instant createdAt
) {
  /** The same event, had it been stored at another index. */
  public ChainedEvent at(long index) {
    return new ChainedEvent(
      index,
      eventId,
      aggregateType,
      aggregateId,
      sequenceNumber,
      orgId,
      payloadType,
      payloadRevision,
      payload,
      metadata,
      createdAt
    );
  }
}
