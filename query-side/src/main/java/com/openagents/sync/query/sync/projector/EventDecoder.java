package com.openagents.sync.query.sync.projector;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.platform.event.DomainEventSerializer;
import com.openagents.sync.platform.event.DomainEventUpcasters;
import com.openagents.sync.platform.event.EventMetadata;
import com.openagents.sync.platform.subjectkey.MasterKeyUnusable;
import com.openagents.sync.platform.subjectkey.SubjectKeys;
import com.openagents.sync.query.platform.Catalogue;
import com.openagents.sync.query.platform.Change;
import com.openagents.sync.query.platform.Occurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/** What a stored event changes: upcast to its present shape, read, and handed to its feature. */
@Component
class EventDecoder {

  private final Serializer serializer;
  private final EventUpcaster upcasters = DomainEventUpcasters.chain();
  private final Catalogue catalogue;

  EventDecoder(SubjectKeys keys, Catalogue catalogue) {
    this.serializer = DomainEventSerializer.create(keys::find);
    this.catalogue = catalogue;
  }

  /**
   * @throws Unprojectable if nobody here knows what to make of it
   * @throws MasterKeyUnusable if what is sealed can't be opened, though it is not erased
   */
  DecodedEvent decode(StoredEvent stored) {
    try {
      List<DecodedEvent.Part> parts = new ArrayList<>();
      // One at a time: what fails is known, and all before it can be projected.
      EventUtils.upcastAndDeserializeTrackedEvents(Stream.of(stored.data()), serializer, upcasters).forEach(
        message -> parts.add(part(stored, message))
      );
      return new DecodedEvent(stored.index(), parts);
    } catch (MasterKeyUnusable | DataAccessException keysAreAway) {
      // That says nothing about the event.
      throw keysAreAway;
    } catch (RuntimeException failure) {
      throw new Unprojectable(
        "%s: %s".formatted(stored.type(), NestedExceptionUtils.getMostSpecificCause(failure).getMessage()),
        failure
      );
    }
  }

  private DecodedEvent.Part part(StoredEvent stored, EventMessage<?> message) {
    if (!(message.getPayload() instanceof DomainEvent event)) {
      throw new IllegalArgumentException("its type is unknown here");
    }
    Occurrence occurrence = new Occurrence(
      stored.index(),
      stored.eventId(),
      message.getTimestamp(),
      metadata(message, EventMetadata.ACTOR),
      metadata(message, EventMetadata.MUTATION_ID)
    );
    List<Change> changes = catalogue.changes(event, occurrence);
    return new DecodedEvent.Part(occurrence, changes);
  }

  private static String metadata(EventMessage<?> message, String key) {
    if (message.getMetaData().get(key) instanceof String value) {
      return value;
    }
    throw new IllegalArgumentException("its metadata lacks '" + key + "'");
  }
}
