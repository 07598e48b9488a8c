package com.openagents.sync.query.event;

import com.openagents.sync.query.platform.Change;
import com.openagents.sync.query.platform.Occurrence;
import java.util.List;

/**
 * A stored event and what it changes.
 *
 * @param parts usually one; an upcaster may drop or split an event
 */
public record DecodedEvent(long index, List<Part> parts) {
  public record Part(Occurrence occurrence, List<Change> changes) {}
}
