package com.openagents.sync.command.eventstore;

import com.openagents.sync.command.eventstore.StoredEvent.Place;
import com.openagents.sync.platform.subjectkey.SubjectKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** Appends for tests; the answer of each is its own, so that it tells whose answer a caller got. */
final class Appends {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");

  private static final Cause CAUSE = new Cause(
    "PostMessage",
    "command",
    "alice",
    "person",
    "run",
    new UUID(0, 0)
  );

  private Appends() {}

  static Append fresh(int events) {
    UUID aggregate = UUID.randomUUID();
    return at(
      LongStream.range(0, events)
        .mapToObj(sequence -> new Place(aggregate, sequence))
        .toArray(Place[]::new)
    );
  }

  static Append at(Place... places) {
    return of(UUID.randomUUID().toString(), places);
  }

  static Append of(String mutationId, Place... places) {
    return of(mutationId, "fingerprint of " + mutationId, places);
  }

  private static Append of(String mutationId, String fingerprint, Place... places) {
    List<StoredEvent> events = Arrays.stream(places)
      .map(place -> event("MessagePosted", place))
      .toList();
    return new Append(
      mutationId,
      fingerprint,
      '"' + UUID.randomUUID().toString() + '"',
      events,
      List.of(),
      CAUSE
    );
  }

  /** The same mutation sent again, decided anew. */
  static Append repeat(Append append) {
    return of(append.mutationId(), new Place(UUID.randomUUID(), 0));
  }

  /** The same, if these places are free. */
  static Append resting(Append append, Collection<Place> premises) {
    return new Append(
      append.mutationId(),
      append.fingerprint(),
      append.answer(),
      append.events(),
      premises,
      CAUSE
    );
  }

  /** Another request with an id that was used. */
  static Append reusing(String mutationId) {
    return of(mutationId, "another fingerprint", new Place(UUID.randomUUID(), 0));
  }

  /** One whose answer alone is that large. */
  static Append large(int bytes) {
    Append append = fresh(1);
    return new Append(
      append.mutationId(),
      append.fingerprint(),
      "x".repeat(bytes),
      append.events(),
      List.of(),
      CAUSE
    );
  }

  /** One with which somebody's keys end. */
  static Append erasing() {
    Append append = fresh(1);
    SubjectKey.Owner owner = new SubjectKey.Owner(CAUSE.orgId(), "bob");
    return new Append(
      append.mutationId(),
      append.fingerprint(),
      append.answer(),
      append.events(),
      append.premises(),
      CAUSE,
      append.done(),
      new Sealing(append.fingerprint(), append.answer(), Set.of(), Set.of(owner))
    );
  }

  /** One that PostgreSQL does not take. */
  static Append unstorable() {
    Append append = fresh(1);
    StoredEvent event = event("Not\0Storable", new Place(UUID.randomUUID(), 0));
    return new Append(
      append.mutationId(),
      append.fingerprint(),
      append.answer(),
      List.of(event),
      List.of(),
      CAUSE
    );
  }

  /** One that is too much for the memory. */
  static Append exhausting() {
    Append append = fresh(0);
    List<StoredEvent> events = new AbstractList<>() {
      @Override
      public StoredEvent get(int index) {
        throw new IndexOutOfBoundsException(index);
      }

      @Override
      public int size() {
        return 0;
      }

      @Override
      public Stream<StoredEvent> stream() {
        throw new OutOfMemoryError("as tests want it");
      }
    };
    return new Append(append.mutationId(), append.fingerprint(), append.answer(), events, List.of(), CAUSE);
  }

  private static StoredEvent event(String type, Place place) {
    return new StoredEvent(
      UUID.randomUUID(),
      "Message",
      place.aggregateId(),
      place.sequenceNumber(),
      place.aggregateId(),
      type,
      "1",
      "{}".getBytes(StandardCharsets.UTF_8),
      "{}".getBytes(StandardCharsets.UTF_8),
      TIME
    );
  }
}
