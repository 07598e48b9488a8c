package com.openagents.sync.query.event;

import java.time.Instant;
import java.util.UUID;
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
) {}
