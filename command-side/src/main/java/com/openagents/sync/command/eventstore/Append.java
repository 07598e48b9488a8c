package com.openagents.sync.command.eventstore;

import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One mutation on its way into the store: its events, which may be none, and its answer. Stored together or not at all.
 */
record Append(
  String mutationId,
  String fingerprint,
  String answer,
  List<StoredEvent> events,
  CompletableFuture<Outcome> done
) {
  Append(String mutationId, String fingerprint, String answer, List<StoredEvent> events) {
    this(mutationId, fingerprint, answer, events, new CompletableFuture<>());
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
