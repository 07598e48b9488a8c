package com.openagents.sync.platform.event;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.openagents.sync.api.Features;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.axonframework.serialization.FixedValueRevisionResolver;
import org.axonframework.serialization.SerializedType;
import org.axonframework.serialization.SimpleSerializedType;
import org.axonframework.serialization.json.JacksonSerializer;

/**
 * Domain events as stored JSON, by their simple class name: packages may move, stored events may not. Axon's own Jackson
 * 2 serializer, since upcasters build on it.
 */
public final class DomainEventSerializer extends JacksonSerializer {

  /** The revision that events carry until one changes shape and gets an upcaster. */
  private static final String FIRST_REVISION = "1";

  private static final Map<String, Class<?>> EVENTS = Features.EVENTS.stream()
    .flatMap(feature -> Arrays.stream(feature.getPermittedSubclasses()))
    .collect(Collectors.toUnmodifiableMap(Class::getSimpleName, Function.identity()));

  private DomainEventSerializer(Builder builder) {
    super(builder);
  }

  public static DomainEventSerializer create() {
    JsonMapper mapper = JsonMapper.builder()
      .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
      .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
      .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
      .build();
    return new DomainEventSerializer(
      builder().objectMapper(mapper).revisionResolver(new FixedValueRevisionResolver(FIRST_REVISION))
    );
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
