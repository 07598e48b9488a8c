package com.openagents.sync.command.eventstore;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.platform.event.DomainEventSerializer;
import com.openagents.sync.platform.event.EventMetadata;
import com.openagents.sync.platform.evidence.ChainedEvent;
import com.openagents.sync.platform.subjectkey.SubjectKey;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.serialization.SerializedObject;

/** A domain event as a row of {@code event_store.domain_events}, short of its global index. */
@SuppressWarnings("ArrayRecordComponent") // nobody compares or changes them
record StoredEvent(
  UUID eventId,
  String aggregateType,
  UUID aggregateId,
  long sequenceNumber,
  UUID orgId,
  String payloadType,
  String payloadRevision,
  byte[] payload,
  byte[] metadata,
  Instant createdAt
) {
  /** What every event must say, beside its time. */
  private static final List<String> PROVENANCE = List.of(
    EventMetadata.ACTOR,
    EventMetadata.ACTOR_KIND,
    EventMetadata.MUTATION_ID,
    EventMetadata.CORRELATION_ID,
    EventMetadata.CAUSATION_ID
  );

  /** What no two events may share. */
  record Place(UUID aggregateId, long sequenceNumber) {}

  /** @param key gives the key of the event's actor, if it is needed */
  static StoredEvent of(
    DomainEventMessage<?> event,
    DomainEventSerializer serializer,
    Function<DomainEvent, SubjectKey> key
  ) {
    PROVENANCE.forEach(name -> Cause.required(event, name));
    SerializedObject<byte[]> payload = serializer.seal((DomainEvent) event.getPayload(), key);
    SerializedObject<byte[]> metadata = event.serializeMetaData(serializer, byte[].class);
    return new StoredEvent(
      UUID.fromString(event.getIdentifier()),
      event.getType(),
      UUID.fromString(event.getAggregateIdentifier()),
      event.getSequenceNumber(),
      ((DomainEvent) event.getPayload()).orgId(),
      payload.getType().getName(),
      payload.getType().getRevision(),
      payload.getData(),
      metadata.getData(),
      // As the database keeps it, since it is hashed before it gets there.
      event
        .getTimestamp()
        .truncatedTo(ChronoUnit.MICROS)
    );
  }

  /** As it is chained, once it has its index. */
  ChainedEvent chainedAt(long index) {
    return new ChainedEvent(
      index,
      eventId,
      aggregateType,
      aggregateId,
      sequenceNumber,
      orgId,
      payloadType,
      payloadRevision,
      payload,
      metadata,
      createdAt
    );
  }

  Place place() {
    return new Place(aggregateId, sequenceNumber);
  }
}
