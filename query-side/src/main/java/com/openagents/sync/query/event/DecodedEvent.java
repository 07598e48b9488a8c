package com.openagents.sync.query.event;

import com.openagents.sync.query.platform.Change;
import com.openagents.sync.query.platform.Change.TextErased;
import com.openagents.sync.query.platform.Occurrence;
import java.util.List;
import java.util.Optional;

/**
 * A stored event and what it changes.
 *
 * @param parts usually one; an upcaster may drop or split an event
 */
public record DecodedEvent(long index, List<Part> parts) {
  public record Part(Occurrence occurrence, List<Change> changes) {}

  /** An erasure and what it follows from, if it is one. */
  public record Erasure(TextErased erased, Occurrence cause) {}

  public Optional<Erasure> erasure() {
    return parts
      .stream()
      .flatMap(part ->
        part
          .changes()
          .stream()
          .filter(TextErased.class::isInstance)
          .map(change -> new Erasure((TextErased) change, part.occurrence()))
      )
      .findFirst();
  }
}
