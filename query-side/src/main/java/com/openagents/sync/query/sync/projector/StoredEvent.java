package com.openagents.sync.query.sync.projector;

import java.time.Instant;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;

/** A domain event as the event store holds it. */
record StoredEvent(
  long index,
  String eventId,
  String aggregateType,
  String aggregateId,
  long sequenceNumber,
  String payloadType,
  String payloadRevision,
  byte[] payload,
  byte[] metadata,
  Instant time
) {
  TrackedEventData<byte[]> tracked() {
    return new TrackedDomainEventData<>(
      new GlobalSequenceTrackingToken(index),
      new GenericDomainEventEntry<>(
        aggregateType,
        aggregateId,
        sequenceNumber,
        eventId,
        time,
        payloadType,
        payloadRevision,
        payload,
        metadata
      )
    );
  }
}
