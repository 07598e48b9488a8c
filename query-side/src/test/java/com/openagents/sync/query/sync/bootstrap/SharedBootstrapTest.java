package com.openagents.sync.query.sync.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.agent.AgentEvent.AgentRenamed;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.LargeScope;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("Bootstraps that many ask for at once")
class SharedBootstrapTest {

  private static EventStore store;
  private static RunningQuerySide app;
  private static Sample sample;

  @BeforeAll
  static void start() {
    TestDatabase database = TestDatabase.create();
    store = EventStore.createdIn(database);
    app = RunningQuerySide.on(
      database,
      "agentsync.projector.poll-every=20ms",
      "agentsync.bootstrap.streams-at-once-max=1",
      "agentsync.bootstrap.wait-for-stream-max=30s"
    );
    sample = Sample.in(store);
    store.awaitProjected();
    LargeScope.fill(jdbc(), sample, 3_000, 300);
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @Test
  @DisplayName("are made once and sent to all")
  void storm() {
    double made = count("made");
    double sent = count("sent");
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<CompletableFuture<String>> answers = IntStream.range(0, 100)
        .mapToObj(_ ->
          CompletableFuture.supplyAsync(() -> unzipped(zipped(sample.org().toString())), threads)
        )
        .toList();
      String first = answers.getFirst().join();
      assertThat(RunningQuerySide.JSON.readTree(first).at("/models/Messages")).hasSize(3_000);
      assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(first));
    }
    await().until(() -> count("sent") - sent == 100);
    assertThat(count("made") - made).isLessThanOrEqualTo(1);
  }

  @Test
  @DisplayName("contract 5: show what was there when each was asked for, after every change")
  void fresh() {
    for (int round = 0; round < 20; round++) {
      String name = "name " + round;
      store.append(new AgentRenamed(sample.agentId(), sample.orgId(), name));
      store.awaitProjected();
      String answer = unzipped(zipped(sample.agent().toString()));
      assertThat(RunningQuerySide.JSON.readTree(answer).at("/models/Agents/0/name").stringValue()).isEqualTo(
        name
      );
    }
  }

  @Test
  @DisplayName("contract 10: are sent to nobody who may not see the scope, however well they are known")
  void access() {
    assertThat(zipped(sample.org().toString()).statusCode()).isEqualTo(200);
    HttpResponse<byte[]> refused = app.send(
      "/sync/bootstrap?scope=" + sample.org(),
      app.issuer().token("mallory"),
      BodyHandlers.ofByteArray(),
      "Accept-Encoding",
      "gzip"
    );
    assertThat(refused.statusCode()).isEqualTo(403);
  }

  @Test
  @DisplayName("are forgotten when keys are destroyed, and made anew")
  void erased() {
    assertThat(zipped(sample.org().toString()).statusCode()).isEqualTo(200);
    double before = count("made");
    app.bean(Signals.class).raise(Signals.Topic.KEYS_DESTROYED);
    assertThat(zipped(sample.org().toString()).statusCode()).isEqualTo(200);
    assertThat(count("made")).isEqualTo(before + 1);
  }

  @Test
  @DisplayName("tell by 304 whoever knows the state")
  void known() {
    HttpResponse<byte[]> first = zipped(sample.agent().toString());
    HttpResponse<byte[]> again = app.send(
      "/sync/bootstrap?scope=" + sample.agent(),
      app.issuer().token(EventStore.ACTOR),
      BodyHandlers.ofByteArray(),
      "Accept-Encoding",
      "gzip",
      "If-None-Match",
      first.headers().firstValue("ETag").orElseThrow()
    );
    assertThat(again.statusCode()).isEqualTo(304);
    assertThat(again.body()).isEmpty();
  }

  private static double count(String what) {
    return app
      .bean(MeterRegistry.class)
      .get("agentsync.bootstrap." + what)
      .counter()
      .count();
  }

  private static HttpResponse<byte[]> zipped(String scope) {
    return app.send(
      "/sync/bootstrap?scope=" + scope,
      app.issuer().token(EventStore.ACTOR),
      BodyHandlers.ofByteArray(),
      "Accept-Encoding",
      "gzip"
    );
  }

  private static String unzipped(HttpResponse<byte[]> answer) {
    try (GZIPInputStream stream = new GZIPInputStream(new ByteArrayInputStream(answer.body()))) {
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static JdbcClient jdbc() {
    return app.bean(JdbcClient.class);
  }
}
