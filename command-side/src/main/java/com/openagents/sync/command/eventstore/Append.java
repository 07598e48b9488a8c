package com.openagents.sync.command.eventstore;

import com.openagents.sync.command.eventstore.StoredEvent.Place;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * One mutation on its way into the store: its events, which may be none, and its answer. Stored together or not at all.
 *
 * @param premises places of other aggregates that must be free for it to be stored
 * @param sealing what is stored of the fingerprint and the answer, and what it was sealed with
 */
record Append(
  String mutationId,
  String fingerprint,
  String answer,
  List<StoredEvent> events,
  Collection<Place> premises,
  Cause cause,
  CompletableFuture<Outcome> done,
  Sealing sealing
) {
  /** As it is given, with nothing to seal. */
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

  Append(
    String mutationId,
    String fingerprint,
    String answer,
    List<StoredEvent> events,
    Collection<Place> premises,
    Cause cause,
    CompletableFuture<Outcome> done
  ) {
    this(
      mutationId,
      fingerprint,
      answer,
      events,
      premises,
      cause,
      done,
      new Sealing(fingerprint, answer, Set.of(), Set.of())
    );
  }

  /** The places that decide whether it can be stored. */
  Stream<Place> places() {
    return Stream.concat(events.stream().map(StoredEvent::place), premises.stream());
  }

  /** About how large it is. */
  long bytes() {
    long bytes = sealing.answer().length();
    for (StoredEvent event : events) {
      bytes += event.payload().length + event.metadata().length;
    }
    return bytes;
  }
}
