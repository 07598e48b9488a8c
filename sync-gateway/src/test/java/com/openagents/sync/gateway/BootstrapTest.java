package com.openagents.sync.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.sync.Scope;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@DisplayName("A subscription without a cursor")
class BootstrapTest {

  private final Gateway gateway = Gateway.start(
    "bootstrap-part-bytes-max=2000",
    "bootstrap-stalled-at-most=2s",
    "outbound-queue-bytes-max=20000"
  );
  private final SyncLogWriter log = gateway.writer();

  @AfterAll
  void stop() {
    gateway.close();
  }

  @Test
  @DisplayName("gets the rows in parts of bounded size, then what came since, then what is new")
  void parts() {
    Scope scope = scope();
    List<Long> past = log.write(scope, 10);
    gateway.awaitTail();
    long cursor = past.get(5);
    gateway.querySide().answersLines(snapshot(100, cursor));
    TestClient client = gateway.connect("alice").subscribe(scope, 0);

    List<JsonNode> parts = new ArrayList<>(List.of(client.next("bootstrap")));
    while (!parts.getLast().path("done").asBoolean()) {
      parts.add(client.next("bootstrap"));
    }
    assertThat(parts).hasSizeGreaterThan(5);
    assertThat(parts).allSatisfy(part -> {
      assertThat(part.path("scope").asString()).isEqualTo(scope.toString());
      assertThat(part.path("epoch").asString()).isEqualTo(log.epoch().toString());
      assertThat(part.toString()).hasSizeLessThan(2500);
    });
    assertThat(parts.getLast().path("lastSyncId").asLong()).isEqualTo(cursor);
    assertThat(rows(parts, "Agents")).containsExactly("agent");
    assertThat(rows(parts, "Messages")).isEqualTo(
      IntStream.range(0, 100)
        .mapToObj(number -> "row " + number)
        .toList()
    );

    assertThat(client.nextEventIds(4)).isEqualTo(past.subList(6, 10));
    client.next("subscribed");
    long id = log.write(scope, "Message", "new");
    assertThat(client.nextEventIds(1)).containsExactly(id);
  }

  @Test
  @DisplayName("asks the query side with the caller's own token, for the scope and models it wants")
  void request() {
    Scope scope = scope();
    log.write(scope, 1);
    gateway.querySide().answersLines(snapshot(0, log.lastId()));
    String token = gateway.token("alice", java.time.Duration.ofHours(1));
    TestClient client = gateway.connectWith(token);
    client.send(
      "{\"type\":\"subscribe\",\"scope\":\"%s\",\"lastSyncId\":0,\"models\":[\"Message\",\"Agent\"]}".formatted(
        scope
      )
    );
    assertThat(client.next("bootstrap").path("done").asBoolean()).isTrue();
    client.next("subscribed");

    QuerySideServer.Request request = gateway.querySide().requests().getLast();
    assertThat(request.authorization()).isEqualTo("Bearer %s", token);
    assertThat(request.accept()).isEqualTo("application/x-ndjson");
    assertThat(request.query()).isEqualTo(
      "scope=%s&models=Agent%%2CMessage".formatted(scope.toString().replace(":", "%3A"))
    );
  }

  @Test
  @DisplayName("names the cursor on every part where the query side says it first")
  void cursorFirst() {
    Scope scope = scope();
    long id = log.write(scope, "Message", "a");
    gateway.querySide().answers(exchange -> {
      exchange.getResponseHeaders().add("Sync-Id", String.valueOf(id));
      exchange.getResponseHeaders().add("Sync-Epoch", log.epoch().toString());
      exchange.sendResponseHeaders(200, 0);
      write(exchange.getResponseBody(), snapshot(50, id));
    });
    TestClient client = gateway.connect("alice").subscribe(scope, 0);
    JsonNode part;
    do {
      part = client.next("bootstrap");
      assertThat(part.path("lastSyncId").asLong()).isEqualTo(id);
    } while (!part.path("done").asBoolean());
    client.next("subscribed");
  }

  @Test
  @DisplayName("contract 8: a query side that fails is told as unavailable, and nothing is followed")
  void fails() {
    List<String> rows = snapshot(50, 1);
    gateway.querySide().answers(exchange -> exchange.sendResponseHeaders(500, -1));
    expectUnavailable();
    gateway.querySide().answersProblem(503, "not JSON");
    expectUnavailable();
    gateway.querySide().answersLines(List.of("nonsense"));
    expectUnavailable();
    gateway.querySide().answersLines(rows.subList(0, 20));
    expectUnavailable();
    List<String> oneMissing = new ArrayList<>(rows);
    oneMissing.remove(7);
    gateway.querySide().answersLines(oneMissing);
    expectUnavailable();
  }

  @Test
  @DisplayName("contract 8: a query side that falls silent is told as unavailable")
  void fallsSilent() {
    CountDownLatch released = new CountDownLatch(1);
    gateway.querySide().answers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      OutputStream body = exchange.getResponseBody();
      write(body, snapshot(50, 1).subList(0, 30));
      body.flush();
      awaitLatch(released);
    });
    expectUnavailable();
    released.countDown();
  }

  @Test
  @DisplayName("passes on why the query side refuses")
  void refuses() {
    gateway
      .querySide()
      .answersProblem(
        400,
        "{\"code\":\"invalid_value\",\"detail\":\"There is no model X.\",\"retryable\":false}"
      );
    Scope scope = scope();
    log.write(scope, 1);
    JsonNode error = gateway.connect("alice").subscribe(scope, 0).nextError("invalid_value");
    assertThat(error.path("message").asString()).isEqualTo("There is no model X.");
    assertThat(error.path("scope").asString()).isEqualTo(scope.toString());
  }

  @Test
  @DisplayName("contract 11: is not read from the query side faster than the socket takes it")
  void backpressure() {
    int rows = 400_000;
    CompletableFuture<Integer> written = new CompletableFuture<>();
    int[] progress = new int[1];
    gateway.querySide().answers(exchange -> {
      exchange.sendResponseHeaders(200, 0);
      OutputStream body = exchange.getResponseBody();
      try {
        for (int number = 0; number < rows; number++) {
          body.write(row(number).getBytes(StandardCharsets.UTF_8));
          progress[0] = number;
        }
        written.complete(rows);
      } catch (IOException cut) {
        written.complete(progress[0]);
      }
    });
    Scope scope = scope();
    log.write(scope, 1);
    TestClient client = gateway.connect("alice");
    client.stall();
    client.subscribe(scope, 0);
    client.next("bootstrap");
    awaitStandstill(progress);
    assertThat(progress[0]).isLessThan(rows / 2);

    client.send("{\"type\":\"unsubscribe\",\"scope\":\"%s\"}".formatted(scope));
    client.readOn();
    assertThat(written.join()).isLessThan(rows / 2);
    await().until(() -> gateway.bean(SyncSockets.class).subscriptionCount() == 0);
  }

  private void expectUnavailable() {
    Scope scope = scope();
    log.write(scope, 1);
    TestClient client = gateway.connect("alice").subscribe(scope, 0);
    JsonNode frame = client.next();
    while (frame.path("type").asString().equals("bootstrap")) {
      assertThat(frame.path("done").asBoolean()).isFalse();
      frame = client.next();
    }
    assertThat(frame.path("code").asString()).isEqualTo("unavailable");
    assertThat(frame.path("retryable").asBoolean()).isTrue();
    assertThat(frame.path("scope").asString()).isEqualTo(scope.toString());
    log.write(scope, 1);
    client.expectNothingMore();
  }

  private List<String> snapshot(int messages, long lastSyncId) {
    List<String> lines = new ArrayList<>();
    lines.add("{\"model\":\"Agent\",\"row\":{\"content\":\"agent\"}}");
    IntStream.range(0, messages).forEach(number -> lines.add(row(number).strip()));
    lines.add(
      "{\"lastSyncId\":%d,\"epoch\":\"%s\",\"rows\":%d}".formatted(lastSyncId, log.epoch(), messages + 1)
    );
    return lines;
  }

  private static String row(int number) {
    return "{\"model\":\"Message\",\"row\":{\"content\":\"row %d\",\"more\":\"%s\"}}%n".formatted(
      number,
      "x".repeat(100)
    );
  }

  private static List<String> rows(List<JsonNode> parts, String models) {
    return parts
      .stream()
      .flatMap(part -> part.path("models").path(models).valueStream())
      .map(row -> row.path("content").asString())
      .toList();
  }

  private static void write(OutputStream body, List<String> lines) throws IOException {
    for (String line : lines) {
      body.write("%s%n".formatted(line).getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Until nothing moves between two looks that are half a second apart. */
  private static void awaitStandstill(int[] progress) {
    int[] before = { -1 };
    await()
      .pollInterval(java.time.Duration.ofMillis(500))
      .until(() -> {
        boolean still = before[0] == progress[0];
        before[0] = progress[0];
        return still;
      });
  }

  private static void awaitLatch(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private Scope scope() {
    return log.org(UUID.randomUUID(), "alice");
  }
}
