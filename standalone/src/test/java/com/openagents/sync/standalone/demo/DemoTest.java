package com.openagents.sync.standalone.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The player against a server that behaves badly, which the real one does too seldom. */
class DemoTest {

  private static final int TEXT_CHARACTERS_MAX = 40_000;

  private static final String ACCOUNT = "00000000-0000-0000-0000-00000000000a";

  private record Sent(String path, String key, JsonNode body) {}

  private final List<Sent> taken = Collections.synchronizedList(new ArrayList<>());
  private final AtomicInteger troubles = new AtomicInteger();
  private HttpServer server;

  @TempDir
  Path files;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/", this::answer);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void whatFailsInPassingIsSentAgainWithTheSameKey() throws Exception {
    troubles.set(3);
    assertThat(
      play(
        "{\"history\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"user\", \"content\": \"b\"}]}"
      )
    ).isTrue();
    assertThat(taken).extracting(Sent::path).containsExactly("/api/agent", "/api/message", "/api/message");
    List<String> keys = taken.stream().map(Sent::key).toList();

    taken.clear();
    play(
      "{\"history\": [{\"role\": \"user\", \"content\": \"a\"}, {\"role\": \"user\", \"content\": \"b\"}]}"
    );
    assertThat(taken).extracting(Sent::key).containsExactlyElementsOf(keys).doesNotHaveDuplicates();
  }

  @Test
  void textsThatTheServerFindsTooLongAreCutVisibly() throws Exception {
    String text = "x".repeat(TEXT_CHARACTERS_MAX + 1);
    assertThat(play("{\"trajectory\": [{\"action\": \"cat\", \"observation\": \"" + text + "\"}]}")).isTrue();
    String arrived = taken.getLast().body().path("observation").asString();
    assertThat(arrived)
      .startsWith("xxx")
      .contains("characters left out")
      .hasSizeLessThan(TEXT_CHARACTERS_MAX);
  }

  @Test
  void aSubmissionThatIsNoDiffIsLeftOutAndTheRestIsPlayed() throws Exception {
    assertThat(
      play(
        """
        {"history": [{"content": "a"}], "info": {"submission": "no diff", "model_stats": {"instance_cost": 0.002}}}
        """
      )
    ).isTrue();
    assertThat(taken)
      .extracting(Sent::path)
      .containsExactly(
        "/api/agent",
        "/api/message",
        "/api/account",
        "/api/account",
        "/api/account/" + ACCOUNT + "/deposit",
        "/api/payment",
        "/api/payment/" + taken.get(5).body().path("id").asString() + "/reserve",
        "/api/payment/" + taken.get(5).body().path("id").asString() + "/settle"
      );
    assertThat(taken.get(5).body().path("amount").asLong()).isEqualTo(1);
    assertThat(taken.get(5).body().path("currency").asString()).isEqualTo("USD");
  }

  @Test
  void aRefusalEndsTheAgentAndIsNotASuccess() throws Exception {
    assertThat(play("{\"history\": [{\"role\": \"user\", \"content\": \"refuse me\"}]}")).isFalse();
  }

  private boolean play(String transcript) throws IOException {
    Path file = Files.writeString(files.resolve("agent.traj"), transcript);
    URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    return Demo.read(new DemoOptions(Speed.parse("max"), List.of(file))).play(url);
  }

  private void answer(HttpExchange call) throws IOException {
    String path = call.getRequestURI().getPath();
    JsonNode body = JsonMapper.shared().readTree(call.getRequestBody());
    if (path.equals("/dev/token")) {
      answer(call, 200, "{\"token\": \"t\", \"orgId\": \"00000000-0000-0000-0000-000000000001\"}");
    } else if (troubles.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
      answer(call, 503, "{\"code\": \"overloaded\", \"retryable\": true}");
    } else if (body.valueStream().anyMatch(value -> value.asString("").length() > TEXT_CHARACTERS_MAX)) {
      answer(call, 422, "{\"code\": \"text_too_long\", \"retryable\": false, \"detail\": \"Too long.\"}");
    } else if (body.path("content").asString("").equals("refuse me")) {
      answer(call, 403, "{\"code\": \"forbidden\", \"retryable\": false, \"detail\": \"No.\"}");
    } else if (path.equals("/api/code-change")) {
      answer(call, 422, "{\"code\": \"diff_invalid\", \"retryable\": false, \"detail\": \"No diff.\"}");
    } else {
      taken.add(new Sent(path, call.getRequestHeaders().getFirst("Idempotency-Key"), body));
      answer(call, 201, path.equals("/api/account") ? "{\"id\": \"" + ACCOUNT + "\"}" : "{}");
    }
  }

  private static void answer(HttpExchange call, int status, String json) throws IOException {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    call.sendResponseHeaders(status, bytes.length);
    try (var body = call.getResponseBody()) {
      body.write(bytes);
    }
  }
}
