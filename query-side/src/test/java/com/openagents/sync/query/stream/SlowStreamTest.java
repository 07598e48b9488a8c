package com.openagents.sync.query.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.LargeScope;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("contract 11: a stream ends in time, however its reader reads")
class SlowStreamTest {

  private static final String STREAMS = """
  SELECT count(*) FROM pg_stat_activity
  WHERE state <> 'idle' AND query LIKE '%FROM read.messages%' AND pid <> pg_backend_pid()
  """;
  private static final int SIP_BYTES = 32_768;

  private static RunningQuerySide app;
  private static Sample sample;

  @BeforeAll
  static void start() {
    TestDatabase database = TestDatabase.create();
    EventStore store = EventStore.createdIn(database);
    app = RunningQuerySide.on(
      database,
      "agentsync.bootstrap.streams-at-once-max=1",
      "agentsync.bootstrap.wait-for-stream-max=100ms",
      "agentsync.bootstrap.stream-within=2s",
      "server.tomcat.connection-timeout=3s"
    );
    sample = Sample.in(store);
    store.awaitProjected();
    LargeScope.fill(jdbc(), sample, 10_000, 10_000);
    jdbc()
      .sql("INSERT INTO sync.compacted_changes SELECT 'org:' || org_id, 'Message', id, 1 FROM read.messages")
      .update();
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @ParameterizedTest
  @ValueSource(strings = { "/sync/bootstrap?", "/sync/compacted?lastSyncId=0&" })
  @DisplayName("who stops reading keeps neither snapshot nor turn, and can't take the part for the whole")
  void stalled(String path) throws IOException {
    try (InputStream stream = open(path)) {
      assertThat(stream.readNBytes(1000)).hasSize(1000);
      assertThat(streams()).isEqualTo(1);

      await().until(() -> streams() == 0);
      awaitTurn();
      assertThatExceptionOfType(IOException.class).isThrownBy(() ->
        stream.transferTo(OutputStream.nullOutputStream())
      );
    }
  }

  @ParameterizedTest
  @ValueSource(strings = { "/sync/bootstrap?", "/sync/compacted?lastSyncId=0&" })
  @DisplayName("who reads sip by sip is cut off too")
  void slow(String path) throws IOException {
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    try (InputStream stream = open(path)) {
      await()
        .pollInterval(Duration.ofMillis(10))
        .atMost(Duration.ofSeconds(30))
        .until(() -> isCutOff(stream, read));
    }
    assertThat(read.toString(StandardCharsets.UTF_8)).doesNotContain("lastSyncId");
    assertThat(streams()).isZero();
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

  private static InputStream open(String path) {
    return app
      .send(
        path + "scope=" + sample.org(),
        app.issuer().token(EventStore.ACTOR),
        BodyHandlers.ofInputStream(),
        "Accept",
        "application/x-ndjson"
      )
      .body();
  }

  /** Others get theirs. */
  private static void awaitTurn() {
    await().until(() -> app.get("/sync/bootstrap?models=Agent&scope=" + sample.agent()).statusCode() == 200);
  }

  private static long streams() {
    return jdbc().sql(STREAMS).query(Long.class).single();
  }

  private static JdbcClient jdbc() {
    return app.bean(JdbcClient.class);
  }
}
