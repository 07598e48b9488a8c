package com.openagents.sync.api;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/** One instance of a record, always the same, every field filled with a value that tells its name. */
final class Samples {

  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05.678901Z");

  private Samples() {}

  static <R extends Record> R of(Class<R> type) {
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = Arrays.stream(components)
      .map(component -> value(component.getGenericType(), component.getName()))
      .toArray();
    Class<?>[] types = Arrays.stream(components)
      .map(RecordComponent::getType)
      .toArray(Class<?>[]::new);
    try {
      var constructor = type.getDeclaredConstructor(types);
      constructor.setAccessible(true);
      return constructor.newInstance(values);
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException("No sample of " + type, failure);
    }
  }

  private static Object value(Type type, String name) {
    return switch (type) {
      case ParameterizedType list when list.getRawType() == List.class -> List.of(
        value(list.getActualTypeArguments()[0], name)
      );
      case Class<?> raw when raw == String.class -> name;
      case Class<?> raw when raw == UUID.class -> UUID.nameUUIDFromBytes(
        name.getBytes(StandardCharsets.UTF_8)
      );
      case Class<?> raw when raw == Instant.class -> TIME;
      case Class<?> raw when raw == long.class -> 1L;
      case Class<?> raw when raw == int.class || raw == Integer.class -> 1;
      case Class<?> raw when raw == boolean.class -> true;
      case Class<?> raw when raw.isEnum() -> raw.getEnumConstants()[0];
      case Class<?> raw when raw.isRecord() -> of(raw.asSubclass(Record.class));
      default -> throw new IllegalArgumentException("No sample value for " + type + ": add one here");
    };
  }
}
