package com.openagents.sync.query.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.audit.ActorKind;
import com.openagents.sync.platform.event.DomainEventSerializer;
import com.openagents.sync.platform.event.DomainEventUpcasters;
import com.openagents.sync.platform.event.EventMetadata;
import com.openagents.sync.platform.subjectkey.MasterKeyUnusable;
import com.openagents.sync.platform.subjectkey.SubjectKeys;
import com.openagents.sync.query.platform.Catalogue;
import com.openagents.sync.query.platform.Change;
import com.openagents.sync.query.platform.Change.RowChange;
import com.openagents.sync.query.platform.Occurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.upcasting.event.EventUpcaster;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** What a stored event changes: upcast to its present shape, read, and handed to its feature. */
@Component
public class EventDecoder {

  private final DomainEventSerializer serializer;
  private final EventUpcaster upcasters = DomainEventUpcasters.chain();
  private final Catalogue catalogue;
  private final JsonMapper json;

  EventDecoder(SubjectKeys keys, Catalogue catalogue, JsonMapper json) {
    this.serializer = DomainEventSerializer.create(keys::find);
    this.catalogue = catalogue;
    this.json = json;
  }

  /**
   * @throws Unprojectable if nobody here knows what to make of it
   * @throws MasterKeyUnusable if what is sealed can't be opened, though it is not erased
   */
  public DecodedEvent decode(StoredEvent stored) {
    try {
      // One at a time: what fails is known, and all before it can be projected.
      return serializer.isOfPresentShape(stored.data().getPayload().getType())
        ? decodePresent(stored)
        : upcast(stored);
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

  /** No upcaster concerns it, so the framework's way around them is spared. */
  private DecodedEvent decodePresent(StoredEvent stored) {
    DomainEvent event = serializer.deserialize(stored.data().getPayload());
    JsonNode metadata = serializer.readMetadata(stored.data().getMetaData());
    Occurrence occurrence = new Occurrence(
      stored.index(),
      stored.eventId(),
      stored.time(),
      text(metadata, EventMetadata.ACTOR),
      text(metadata, EventMetadata.MUTATION_ID)
    );
    return new DecodedEvent(
      stored.index(),
      List.of(new DecodedEvent.Part(occurrence, catalogue.changes(event, occurrence)))
    );
  }

  private static String text(JsonNode metadata, String key) {
    JsonNode value = metadata.path(key);
    if (value.isTextual()) {
      return value.textValue();
    }
    throw new IllegalArgumentException("its metadata lacks '" + key + "'");
  }

  private DecodedEvent upcast(StoredEvent stored) {
    List<DecodedEvent.Part> parts = new ArrayList<>();
    EventUtils.upcastAndDeserializeTrackedEvents(Stream.of(stored.data()), serializer, upcasters).forEach(
      message -> parts.add(part(stored, message))
    );
    return new DecodedEvent(stored.index(), parts);
  }

  /**
   * The rows that it changes, in order.
   *
   * @throws Unprojectable if nobody here knows what to make of it
   */
  public List<ChangedRow> changedRows(StoredEvent stored) {
    return decode(stored)
      .parts()
      .stream()
      .flatMap(part -> part.changes().stream())
      .filter(RowChange.class::isInstance)
      .map(change -> ChangedRow.of((RowChange) change, json))
      .toList();
  }

  /** As far as it can be read, also of an event that can't. */
  public Provenance provenance(StoredEvent stored) {
    MetaData metadata;
    try {
      metadata = serializer.deserialize(stored.data().getMetaData());
    } catch (RuntimeException unreadable) {
      metadata = MetaData.emptyInstance();
    }
    return new Provenance(
      text(metadata, EventMetadata.ACTOR),
      actorKind(text(metadata, EventMetadata.ACTOR_KIND)),
      text(metadata, EventMetadata.MUTATION_ID),
      text(metadata, EventMetadata.CORRELATION_ID),
      text(metadata, EventMetadata.CAUSATION_ID)
    );
  }

  private static @Nullable ActorKind actorKind(@Nullable String name) {
    return name == null ? null : ActorKind.named(name).orElse(null);
  }

  private static @Nullable String text(@Nullable MetaData metadata, String key) {
    return metadata != null && metadata.get(key) instanceof String value ? value : null;
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
