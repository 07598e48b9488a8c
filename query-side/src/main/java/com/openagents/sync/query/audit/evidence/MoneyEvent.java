package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.api.payment.AccountEvent;
import com.openagents.sync.platform.event.DomainEventSerializer;
import com.openagents.sync.platform.event.DomainEventUpcasters;
import com.openagents.sync.platform.evidence.ChainedEvent;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;

/** An event of an account, read from the store. */
record MoneyEvent(long index, UUID eventId, AccountEvent event) {
  private static final Serializer SERIALIZER = DomainEventSerializer.withoutTexts();
  private static final EventUpcaster UPCASTERS = DomainEventUpcasters.chain();
  private static final Set<String> TYPES = Arrays.stream(AccountEvent.class.getPermittedSubclasses())
    .map(Class::getSimpleName)
    .collect(Collectors.toUnmodifiableSet());

  /** None if it is no event of an account, or nobody can read it. */
  static Optional<MoneyEvent> of(ChainedEvent stored) {
    if (!TYPES.contains(stored.payloadType())) {
      return Optional.empty();
    }
    try {
      return EventUtils.upcastAndDeserializeTrackedEvents(Stream.of(entry(stored)), SERIALIZER, UPCASTERS)
        .filter(message -> message.getPayload() instanceof AccountEvent)
        .map(message ->
          new MoneyEvent(stored.globalIndex(), stored.eventId(), (AccountEvent) message.getPayload())
        )
        .findFirst();
    } catch (RuntimeException unreadable) {
      // The chain says whether somebody changed it; without it the sums differ.
      return Optional.empty();
    }
  }

  private static TrackedDomainEventData<byte[]> entry(ChainedEvent stored) {
    return new TrackedDomainEventData<>(
      new GlobalSequenceTrackingToken(stored.globalIndex()),
      new GenericDomainEventEntry<>(
        stored.aggregateType(),
        stored.aggregateId().toString(),
        stored.sequenceNumber(),
        stored.eventId().toString(),
        stored.createdAt().toString(),
        stored.payloadType(),
        stored.payloadRevision(),
        stored.payload(),
        stored.metadata()
      )
    );
  }
}
