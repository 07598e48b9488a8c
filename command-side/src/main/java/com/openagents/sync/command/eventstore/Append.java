package com.openagents.sync.command.eventstore;

import com.openagents.sync.command.eventstore.StoredEvent.Place;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * One mutation on its way into the store: its events, which may be none, and its answer. Stored together or not at all.
 *
 * @param premises places of other aggregates that must be free for it to be stored
 */
record Append(
  String mutationId,
  String fingerprint,
  String answer,
  List<StoredEvent> events,
  Collection<Place> premises,
  Cause cause,
  CompletableFuture<Outcome> done
) {
  Append(
    String mutationId,
    String fingerprint,
    String answer,
    List<StoredEvent> events,
    Collection<Place> premises,
    Cause cause
  ) {
    this(mutationId, fingerprint, answer, events, premises, cause, new CompletableFuture<>());
  }

  /** The places that decide whether it can be stored. */
  Stream<Place> places() {
    return Stream.concat(events.stream().map(StoredEvent::place), premises.stream());
  }

  /** About how large it is. */
  long bytes() {
    long bytes = answer.length();
    for (StoredEvent event : events) {
      bytes += event.payload().length + event.metadata().length;
    }
    return bytes;
  }
}
