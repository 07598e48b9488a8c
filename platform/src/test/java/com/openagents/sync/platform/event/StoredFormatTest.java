package com.openagents.sync.platform.event;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
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
        "1"
      )
    );
    SerializedObject<String> stored = serializer.serialize(event, String.class);
    assertThat(stored.getType().getName()).isEqualTo(approved.get("event").asText());
    assertThat(JSON.readTree(stored.getData())).isEqualTo(approved.get("sample"));
  }

  static List<Path> approvedFiles() throws IOException {
    try (Stream<Path> files = Files.list(APPROVED)) {
      return files.sorted().toList();
    }
  }
}
