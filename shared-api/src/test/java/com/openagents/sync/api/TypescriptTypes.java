package com.openagents.sync.api;

import com.openagents.sync.api.audit.FieldChange;
import com.openagents.sync.api.sync.ClientFrame;
import com.openagents.sync.api.sync.ServerFrame;
import com.openagents.sync.api.sync.SyncEvent;
import java.lang.reflect.AnnotatedParameterizedType;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Wire types of {@code shared-api} as TypeScript, with the names that they have in JSON: rows, bodies and sync events in
 * snake_case, all else in camelCase, enums in lower case, frames told apart by {@code type}.
 */
final class TypescriptTypes {

  private static final String HEAD = """
  // The wire protocol, version 1, as the Java records of shared-api say it; a test there fails when the two differ.
  // Change those, not this, then: %s

  /** A UUID in its 36 character form. */
  export type Uuid = string;

  /** An instant in UTC as ISO-8601 with up to six decimals, such as `2026-01-31T12:00:00.123456Z`. */
  export type Timestamp = string;
  """.formatted(ApprovedFile.REGENERATE);

  private static final Map<Class<?>, String> SIMPLE = Map.ofEntries(
    Map.entry(String.class, "string"),
    Map.entry(UUID.class, "Uuid"),
    Map.entry(Instant.class, "Timestamp"),
    Map.entry(Object.class, "Record<string, unknown>"),
    Map.entry(boolean.class, "boolean"),
    Map.entry(Boolean.class, "boolean"),
    Map.entry(int.class, "number"),
    Map.entry(Integer.class, "number"),
    Map.entry(long.class, "number"),
    Map.entry(Long.class, "number")
  );

  private final Map<Class<?>, String> declarations = new LinkedHashMap<>();

  static String render(List<Class<?>> types) {
    TypescriptTypes rendering = new TypescriptTypes();
    types.forEach(rendering::declare);
    return HEAD + "\n" + String.join("\n", rendering.declarations.values());
  }

  /** The name of a type, which is declared along the way, after the types that it needs. */
  private String declare(Class<?> type) {
    String name = isFrame(type) ? type.getSimpleName() + "Frame" : type.getSimpleName();
    if (!declarations.containsKey(type)) {
      declarations.put(type, declaration(type, name));
    }
    return name;
  }

  private String declaration(Class<?> type, String name) {
    if (type.isEnum()) {
      return union(name, type.getEnumConstants(), constant -> "'" + lowerCase(constant.toString()) + "'");
    }
    if (type.isSealed()) {
      return union(name, type.getPermittedSubclasses(), this::declare);
    }
    Stream<String> discriminator = isFrame(type)
      ? Stream.of("type: '" + lowerCase(type.getSimpleName()) + "'")
      : Stream.empty();
    Stream<String> fields = Arrays.stream(type.getRecordComponents()).map(component ->
      field(type, component)
    );
    return Stream.concat(discriminator, fields)
      .map(field -> "  " + field + ";\n")
      .collect(Collectors.joining("", "export interface " + name + " {\n", "}\n"));
  }

  private String field(Class<?> owner, RecordComponent component) {
    String name = hasColumnNames(owner) ? snakeCase(component.getName()) : component.getName();
    if (owner == FieldChange.class) {
      return name + ": unknown";
    }
    String type = type(component.getAnnotatedType());
    if (!component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      return name + ": " + type;
    }
    return showsNulls(owner) ? name + ": " + type + " | null" : name + "?: " + type;
  }

  private static boolean isFrame(Class<?> type) {
    Class<?> parent = type.getEnclosingClass();
    return parent == ClientFrame.class || parent == ServerFrame.class;
  }

  /** A row is whole, so it says null where there is nothing; bodies, frames and problems leave such a field out. */
  private static boolean showsNulls(Class<?> owner) {
    return Row.class.isAssignableFrom(owner) || owner == SyncEvent.class;
  }

  private static boolean hasColumnNames(Class<?> type) {
    return (
      Row.class.isAssignableFrom(type) || RequestBody.class.isAssignableFrom(type) || type == SyncEvent.class
    );
  }

  private String type(AnnotatedType annotated) {
    return switch (annotated.getType()) {
      case ParameterizedType list when list.getRawType() == List.class -> {
        AnnotatedType element = ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments()[0];
        yield type(element) + "[]";
      }
      case ParameterizedType map when map.getRawType() == Map.class -> {
        AnnotatedType value = ((AnnotatedParameterizedType) annotated).getAnnotatedActualTypeArguments()[1];
        yield value.getType() instanceof ParameterizedType
          ? "Record<string, unknown[]>"
          : "Record<string, " + type(value) + ">";
      }
      case Class<?> type when SIMPLE.containsKey(type) -> SIMPLE.get(type);
      case Class<?> type -> declare(type);
      default -> throw new IllegalArgumentException(
        "No TypeScript for " + annotated.getType() + ": add it here"
      );
    };
  }

  private static <T> String union(String name, T[] members, Function<T, String> text) {
    return Arrays.stream(members)
      .map(member -> "\n  | " + text.apply(member))
      .collect(Collectors.joining("", "export type " + name + " =", ";\n"));
  }

  private static String lowerCase(String text) {
    return text.toLowerCase(Locale.ROOT);
  }

  private static String snakeCase(String text) {
    return lowerCase(text.replaceAll("([a-z0-9])([A-Z])", "$1_$2"));
  }
}
