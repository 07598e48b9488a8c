package com.openagents.sync.query.sync.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.LargeScope;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("A bootstrap that can't be finished")
class BrokenStreamTest {

  private static final String STREAM = "query LIKE '%FROM read.messages%' AND pid <> pg_backend_pid()";

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
      // Larger ones are streamed.
      "agentsync.bootstrap.shared-bytes-max=1000"
    );
    sample = Sample.in(store);
    store.awaitProjected();
    LargeScope.fill(jdbc(), sample, 10_000, 10_000);
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @ParameterizedTest
  @CsvSource({ "application/json,identity", "application/x-ndjson,identity", "application/json,gzip" })
  @DisplayName("contract 8: never a silent part: the connection is cut")
  void databaseGoesAway(String form, String encoding) throws IOException {
    try (InputStream stream = open(form, encoding).body()) {
      assertThat(stream.readNBytes(1000)).hasSize(1000);
      awaitStreams(1);
      kill();

      assertThatExceptionOfType(IOException.class).isThrownBy(() ->
        stream.transferTo(OutputStream.nullOutputStream())
      );
    }
    awaitStreams(0);
    assertThat(app.get("/sync/bootstrap?models=Agent&scope=" + sample.org()).statusCode()).isEqualTo(200);
  }

  @Test
  @DisplayName(
    "contract 11: readers who dawdle leave connections to others; one too many is told to come again"
  )
  void tooManyAtOnce() throws IOException {
    try (InputStream stream = open("application/json", "identity").body()) {
      assertThat(stream.readNBytes(1000)).hasSize(1000);

      HttpResponse<String> other = app.get("/sync/bootstrap?scope=" + sample.agent());
      assertThat(other.statusCode()).isEqualTo(503);
      assertThat(other.body()).contains("overloaded");
      assertThat(other.headers().firstValue("Retry-After")).isPresent();
      assertThat(app.get("/sync/delta?lastSyncId=0&scope=" + sample.agent()).statusCode()).isEqualTo(200);
    }
    await().untilAsserted(() ->
      assertThat(app.get("/sync/bootstrap?models=Agent&scope=" + sample.agent()).statusCode()).isEqualTo(200)
    );
  }

  private static HttpResponse<InputStream> open(String form, String encoding) {
    return app.send(
      "/sync/bootstrap?scope=" + sample.org(),
      app.issuer().token(EventStore.ACTOR),
      BodyHandlers.ofInputStream(),
      "Accept",
      form,
      "Accept-Encoding",
      encoding
    );
  }

  private static void kill() {
    jdbc()
      .sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE " + STREAM)
      .query(Long.class)
      .single();
  }

  private static void awaitStreams(int number) {
    await().until(
      () ->
        jdbc()
          .sql("SELECT count(*) FROM pg_stat_activity WHERE state <> 'idle' AND " + STREAM)
          .query(Integer.class)
          .single() == number
    );
  }

  private static JdbcClient jdbc() {
    return app.bean(JdbcClient.class);
  }
}
