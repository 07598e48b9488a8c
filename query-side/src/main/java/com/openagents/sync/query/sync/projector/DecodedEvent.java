package com.openagents.sync.query.sync.projector;

import com.openagents.sync.query.platform.Change;
import com.openagents.sync.query.platform.Occurrence;
import java.util.List;

/**
 * A stored event and what it changes.
 *
 * @param parts usually one; an upcaster may drop or split an event
 */
record DecodedEvent(long index, List<Part> parts) {
  record Part(Occurrence occurrence, List<Change> changes) {}
}
