package com.openagents.sync.query.event;

import com.openagents.sync.platform.evidence.ChainedEvent;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.eventhandling.TrackedEventData;

/**
 * A domain event as the event store holds it.
 *
 * @param name of its type, such as {@code MessagePosted}
 * @param type its name and revision there
 * @param bytes size of its payload
 */
public record StoredEvent(
  long index,
  UUID eventId,
  UUID orgId,
  UUID aggregateId,
  Instant time,
  String name,
  String type,
  int bytes,
  TrackedEventData<byte[]> data
) {
  /** @param event as it was stored */
  public static StoredEvent of(ChainedEvent event) {
    String type = event.payloadType();
    String revision = event.payloadRevision();
    var entry = new GenericDomainEventEntry<>(
      event.aggregateType(),
      event.aggregateId().toString(),
      event.sequenceNumber(),
      event.eventId().toString(),
      // As text, since the framework cuts a time to milliseconds but keeps a text whole.
      event
        .createdAt()
        .toString(),
      type,
      revision,
      event.payload(),
      event.metadata()
    );
    return new StoredEvent(
      event.globalIndex(),
      event.eventId(),
      event.orgId(),
      event.aggregateId(),
      event.createdAt(),
      type,
      type + ", revision " + revision,
      event.payload().length,
      new TrackedDomainEventData<>(new GlobalSequenceTrackingToken(event.globalIndex()), entry)
    );
  }
}
