package com.openagents.sync.api;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.lang.reflect.AnnotatedType;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Events are kept for good, so their names and fields are a storage format: a change of one needs an upcaster, and shows
 * here first.
 */
class EventFormatTest {

  private static final String FOLDER = "src/test/approved";
  private static final int REVISIONS_MAX = 10;
  private static final Pattern PACKAGE = Pattern.compile("\\b[a-z]+\\.");
  private static final JsonMapper JSON = JsonMapper.builder()
    .addModule(new JavaTimeModule())
    .enable(SerializationFeature.INDENT_OUTPUT)
    .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
    .build();

  @ParameterizedTest
  @MethodSource("events")
  void storedFormatIsTheApprovedOne(Class<? extends Record> event) throws IOException {
    Map<String, Object> format = new LinkedHashMap<>();
    format.put("event", event.getSimpleName());
    format.put("fields", fields(event));
    format.put("sample", Samples.of(event));
    ApprovedFile.at(FOLDER + "/" + event.getSimpleName() + ".json").check(
      JSON.writeValueAsString(format) + "\n"
    );
  }

  @Test
  void noStoredEventIsForgotten() throws IOException {
    try (Stream<Path> files = Files.list(ApprovedFile.at(FOLDER).path())) {
      assertThat(files.map(file -> file.getFileName().toString()))
        .as("an event that was ever stored must stay readable")
        .isSubsetOf(
          events()
            .flatMap(event ->
              Stream.concat(
                Stream.of(event.getSimpleName() + ".json"),
                // What it was like in older revisions.
                IntStream.range(1, REVISIONS_MAX).mapToObj(
                  older -> event.getSimpleName() + "." + older + ".json"
                )
              )
            )
            .toList()
        );
    }
  }

  static Stream<Class<? extends Record>> events() {
    return Features.EVENTS.stream()
      .flatMap(feature -> Arrays.stream(feature.getPermittedSubclasses()))
      .map(event -> event.asSubclass(Record.class));
  }

  private static Map<String, String> fields(Class<? extends Record> event) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (RecordComponent component : event.getRecordComponents()) {
      fields.put(component.getName(), describe(component.getAnnotatedType()));
    }
    return fields;
  }

  private static String describe(AnnotatedType type) {
    String name =
      type.getType() instanceof Class<?> raw && raw.isEnum()
        ? constants(raw)
        : PACKAGE.matcher(type.getType().getTypeName()).replaceAll("");
    return name + (type.isAnnotationPresent(Nullable.class) ? " | null" : "");
  }

  private static String constants(Class<?> type) {
    return Arrays.stream(type.getEnumConstants()).map(Object::toString).collect(Collectors.joining(" | "));
  }
}
