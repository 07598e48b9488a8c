package com.openagents.sync.platform.event;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.Features;
import com.openagents.sync.platform.subjectkey.SealedJson;
import com.openagents.sync.platform.subjectkey.SubjectKey;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedObject;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.json.JacksonSerializer;

/**
 * Domain events as stored JSON, by their simple class name: packages may move, stored events may not. Axon's own Jackson
 * 2 serializer, since upcasters build on it. What somebody wrote is stored sealed; it is opened after upcasting.
 */
public final class DomainEventSerializer extends JacksonSerializer {

  private static final Map<String, Class<?>> EVENTS = Features.EVENTS.stream()
    .flatMap(feature -> Arrays.stream(feature.getPermittedSubclasses()))
    .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

  private final Keys keys;
  private final Map<String, ObjectReader> readers;

  /** Where the keys are. */
  public interface Keys {
    /** Empty if it is destroyed: what it sealed reads as erased. */
    Optional<SubjectKey> find(UUID keyId);

    /** Hears which key opened something of an aggregate. */
    default void opened(UUID aggregateId, UUID keyId) {}
  }

  private DomainEventSerializer(Builder builder, Keys keys) {
    super(builder);
    this.keys = keys;
    this.readers = EVENTS.entrySet()
      .stream()
      .collect(
        Collectors.toUnmodifiableMap(Map.Entry::getKey, event ->
          getObjectMapper().readerFor(event.getValue())
        )
      );
  }

  /** For events in their plain form only. */
  public static DomainEventSerializer create() {
    return create(keyId -> {
      throw new IllegalStateException("Sealed with the key " + keyId + ", and there are no keys here");
    });
  }

  /** For whoever does not look at texts: they read as erased. */
  public static DomainEventSerializer withoutTexts() {
    return create(_ -> Optional.empty());
  }

  public static DomainEventSerializer create(Keys keys) {
    JsonMapper mapper = JsonMapper.builder()
      .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();
    return new DomainEventSerializer(
      builder().objectMapper(mapper).revisionResolver(DomainEventUpcasters::revisionOf),
      keys
    );
  }

  /**
   * The form in which an event is stored.
   *
   * @param key gives the key of the event's actor, if it is needed
   */
  public SerializedObject<byte[]> seal(DomainEvent event, Function<DomainEvent, SubjectKey> key) {
    List<String> fields = PersonalComponents.of(event.getClass(), RecordComponent::getName);
    if (fields.isEmpty()) {
      return serialize(event, byte[].class);
    }
    ObjectNode payload = getObjectMapper().valueToTree(event);
    ObjectNode texts = SealedJson.takeOut(payload, fields);
    if (!texts.isEmpty()) {
      SealedJson.seal(payload, texts, List.of(key.apply(event)), context(event.id().toString()));
    }
    return getConverter().convert(
      new SimpleSerializedObject<>(payload, JsonNode.class, typeForClass(event.getClass())),
      byte[].class
    );
  }

  @Override
  @SuppressWarnings("TypeParameterUnusedInFormals") // as the framework declares it
  public <S, T> T deserialize(SerializedObject<S> stored) {
    ObjectReader reader = readers.get(stored.getType().getName());
    if (reader == null) {
      return super.deserialize(stored);
    }
    try {
      JsonNode json = tree(stored);
      if (json instanceof ObjectNode payload && SealedJson.isSealed(payload)) {
        // A copy of what was given: whoever gave it may read it again.
        json = open(stored.getData() instanceof JsonNode ? payload.deepCopy() : payload);
      }
      return reader.readValue(json);
    } catch (IOException unreadable) {
      throw new SerializationException("No " + stored.getType().getName(), unreadable);
    }
  }

  /** Without the framework's converters, which cost as much as the parser. */
  private JsonNode tree(SerializedObject<?> stored) throws IOException {
    return switch (stored.getData()) {
      case JsonNode json -> json;
      case byte[] bytes -> getObjectMapper().readTree(bytes);
      default -> getConverter().convert(stored, JsonNode.class).getData();
    };
  }

  /** Whether an event is stored as such events are now: then no upcaster concerns it. */
  public boolean isOfPresentShape(SerializedType type) {
    Class<?> event = EVENTS.get(type.getName());
    return event != null && DomainEventUpcasters.revisionOf(event).equals(type.getRevision());
  }

  /** What is stored beside an event, as JSON. */
  public JsonNode readMetadata(SerializedObject<byte[]> metadata) {
    try {
      return tree(metadata);
    } catch (IOException unreadable) {
      throw new SerializationException("No metadata", unreadable);
    }
  }

  private ObjectNode open(ObjectNode payload) {
    String aggregateId = payload.path("id").asText();
    List<UUID> keyIds = SealedJson.keyIds(payload);
    SealedJson.open(payload, keys::find, context(aggregateId)).ifPresent(texts -> {
      payload.setAll(texts);
      keyIds.forEach(keyId -> keys.opened(UUID.fromString(aggregateId), keyId));
    });
    return payload;
  }

  private static String context(String aggregateId) {
    return "event of " + aggregateId;
  }

  @Override
  protected String resolveClassName(SerializedType type) {
    Class<?> event = EVENTS.get(type.getName());
    return event == null ? type.getName() : event.getName();
  }

  @Override
  @SuppressWarnings("rawtypes") // as the framework declares it
  public SerializedType typeForClass(Class type) {
    return EVENTS.get(type.getSimpleName()) == type
      ? new SimpleSerializedType(type.getSimpleName(), getRevisionResolver().revisionOf(type))
      : super.typeForClass(type);
  }
}
