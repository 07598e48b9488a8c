package com.openagents.sync.query.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("contract 11: an export ends in time, however its reader reads")
class SlowExportTest {

  private static final String EXPORTS = """
  SELECT count(*) FROM pg_stat_activity
  WHERE state <> 'idle' AND query LIKE '%FROM event_store.domain_events%org_id = %' AND pid <> pg_backend_pid()
  """;
  private static final int SIP_BYTES = 32_768;
  private static final int MUTATIONS = 100;
  private static final int MESSAGES_PER_MUTATION = 50;
  private static final String CONTENT = "x".repeat(10_000);

  private static AuditedStore store;
  private static Sample sample;

  @BeforeAll
  static void start() {
    store = new AuditedStore(
      "agentsync.audit.exports-at-once-max=1",
      "agentsync.audit.wait-for-export-max=100ms",
      "agentsync.audit.export-within=3s",
      "agentsync.audit.reader-wait-max=500ms",
      "agentsync.audit.snapshot-within=500ms",
      "server.tomcat.connection-timeout=3s"
    );
    sample = Sample.in(store.events());
    store.awaitProjected();
    for (int number = 0; number < MUTATIONS; number++) {
      store.events().append(
        "m-" + number,
        IntStream.range(0, MESSAGES_PER_MUTATION)
          .mapToObj(_ -> sample.message(CONTENT))
          .toList()
      );
    }
  }

  @AfterAll
  static void stop() {
    store.close();
  }

  @ParameterizedTest
  @ValueSource(strings = { "jsonl", "csv" })
  @DisplayName("who stops reading keeps neither snapshot nor turn, and can't take the part for the whole")
  void stalled(String format) throws IOException {
    try (InputStream stream = open(format)) {
      assertThat(stream.readNBytes(1000)).hasSize(1000);
      assertThat(store.problem(path(format), 503).get("code").stringValue()).isEqualTo("overloaded");

      await().until(() -> exports() == 0);
      awaitTurn();
      assertThatExceptionOfType(IOException.class).isThrownBy(() ->
        stream.transferTo(OutputStream.nullOutputStream())
      );
    }
  }

  @Test
  @DisplayName("who reads sip by sip is cut off too")
  void slow() throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (InputStream stream = open("jsonl")) {
      await()
        .pollInterval(Duration.ofMillis(20))
        .atMost(Duration.ofSeconds(30))
        .until(() -> isCutOff(stream, read));
    }
    assertThat(read.toString(StandardCharsets.UTF_8)).doesNotContain("\"end\":true");
    awaitTurn();
  }

  private static boolean isCutOff(InputStream stream, ByteArrayOutputStream read) {
    try {
      read.write(stream.readNBytes(SIP_BYTES));
      return false;
    } catch (IOException cut) {
      return true;
    }
  }

  private static InputStream open(String format) {
    return store
      .app()
      .send(path(format), store.app().issuer().token(EventStore.ACTOR), BodyHandlers.ofInputStream())
      .body();
  }

  private static String path(String format) {
    return "/audit/export?format=" + format + "&scope=" + sample.org();
  }

  /** Others get theirs. */
  private static void awaitTurn() {
    String nothing = path("jsonl") + "&after=" + store.events().lastIndex();
    await().until(() -> store.app().get(nothing).statusCode() == 200);
  }

  private static long exports() {
    return store.jdbc().sql(EXPORTS).query(Long.class).single();
  }
}
