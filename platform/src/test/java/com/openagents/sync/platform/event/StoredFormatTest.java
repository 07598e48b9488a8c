package com.openagents.sync.platform.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.axonframework.eventhandling.EventUtils;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.axonframework.serialization.SerializedObject;
import org.axonframework.serialization.SimpleSerializedObject;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the approved files promise is what the serializer reads and writes. */
class StoredFormatTest {

  private static final Path APPROVED = Path.of(
    System.getProperty("basedir", "."),
    "../shared-api/src/test/approved"
  );
  private static final JsonMapper JSON = new JsonMapper();

  private final DomainEventSerializer serializer = DomainEventSerializer.create();

  @ParameterizedTest
  @MethodSource("approvedFiles")
  void approvedSampleComesBackAsItWasStored(Path file) throws IOException {
    JsonNode approved = JSON.readTree(file.toFile());
    Object event = serializer.deserialize(
      new SimpleSerializedObject<>(
        approved.get("sample").toString(),
        String.class,
        approved.get("event").asText(),
        null
      )
    );
    SerializedObject<String> stored = serializer.serialize(event, String.class);
    assertThat(stored.getType().getName()).isEqualTo(approved.get("event").asText());
    assertThat(JSON.readTree(stored.getData())).isEqualTo(approved.get("sample"));
  }

  @ParameterizedTest
  @MethodSource("approvedFilesOfOldRevisions")
  void anOldRevisionIsReadAsThePresentOne(Path file) throws IOException {
    JsonNode approved = JSON.readTree(file.toFile());
    String name = file.getFileName().toString();
    String revision = name.substring(name.indexOf('.') + 1, name.lastIndexOf('.'));
    Object event = upcast(approved, revision);
    JsonNode now = JSON.readTree(serializer.serialize(event, String.class).getData());
    approved
      .get("sample")
      .properties()
      .forEach(field -> assertThat(now.get(field.getKey())).as(field.getKey()).isEqualTo(field.getValue()));
  }

  private Object upcast(JsonNode approved, String revision) {
    GenericDomainEventEntry<byte[]> stored = new GenericDomainEventEntry<>(
      "Aggregate",
      "id",
      0,
      "event",
      Instant.EPOCH.toString(),
      approved.get("event").asText(),
      revision,
      approved.get("sample").toString().getBytes(StandardCharsets.UTF_8),
      "{}".getBytes(StandardCharsets.UTF_8)
    );
    return EventUtils.upcastAndDeserializeTrackedEvents(
      Stream.of(new TrackedDomainEventData<>(new GlobalSequenceTrackingToken(1), stored)),
      serializer,
      DomainEventUpcasters.chain()
    )
      .findFirst()
      .orElseThrow()
      .getPayload();
  }

  static List<Path> approvedFiles() throws IOException {
    return approvedFiles(name -> name.indexOf('.') == name.lastIndexOf('.'));
  }

  static List<Path> approvedFilesOfOldRevisions() throws IOException {
    return approvedFiles(name -> name.indexOf('.') < name.lastIndexOf('.'));
  }

  private static List<Path> approvedFiles(Predicate<String> wanted) throws IOException {
    try (Stream<Path> files = Files.list(APPROVED)) {
      return files
        .filter(file -> wanted.test(file.getFileName().toString()))
        .sorted()
        .toList();
    }
  }
}
