package com.openagents.sync.query.sync.projector;

import java.util.UUID;
import org.axonframework.eventhandling.TrackedEventData;

/**
 * A domain event as the event store holds it.
 *
 * @param type its name and revision there
 * @param bytes size of its payload
 */
record StoredEvent(
  long index,
  UUID eventId,
  UUID orgId,
  String type,
  int bytes,
  TrackedEventData<byte[]> data
) {}
