package com.openagents.sync.query.sync.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.platform.testing.Ports;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.platform.testing.TestKeys;
import com.openagents.sync.query.QuerySideApplication;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.LargeScope;
import com.openagents.sync.query.testing.Sample;
import com.openagents.sync.query.testing.TestIssuer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SmallHeapTest {

  private static final String HEAP = "-Xmx96m";
  private static final int MESSAGES = 20_000;
  private static final int CHARS_PER_MESSAGE = 10_016;
  private static final Duration START_WITHIN = Duration.ofMinutes(2);

  private final TestDatabase database = TestDatabase.create();
  private final TestIssuer issuer = new TestIssuer();
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  @DisplayName("A scope of 200 MB comes out of a process with a heap of 96 MB")
  void streams() throws Exception {
    EventStore store = EventStore.createdIn(database);
    Sample sample = Sample.in(store);
    int port = Ports.free();
    Process process = start(port);
    try {
      String url = "http://127.0.0.1:" + port + "/sync/bootstrap?scope=" + sample.org();
      await()
        .atMost(START_WITHIN)
        .ignoreExceptions()
        .until(() -> open(url).statusCode() == 200);
      LargeScope.fill(JdbcClient.create(database.dataSource()), sample, MESSAGES, CHARS_PER_MESSAGE);

      HttpResponse<BufferedReader> answer = open(url);
      long chars = 0;
      String last = "";
      for (String line = answer.body().readLine(); line != null; line = answer.body().readLine()) {
        chars += line.length();
        last = line;
      }
      assertThat(chars).isGreaterThan((long) MESSAGES * CHARS_PER_MESSAGE);
      assertThat(last).contains("\"rows\":" + (2 + MESSAGES));
    } finally {
      process.destroy();
      process.waitFor();
    }
  }

  private HttpResponse<BufferedReader> open(String url) throws IOException, InterruptedException {
    HttpRequest request = HttpRequest.newBuilder(URI.create(url))
      .header("Authorization", "Bearer " + issuer.token(EventStore.ACTOR))
      .header("Accept", "application/x-ndjson")
      .build();
    return http.send(request, info ->
      HttpResponse.BodySubscribers.mapping(BodyHandlers.ofInputStream().apply(info), stream ->
        new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))
      )
    );
  }

  private Process start(int port) throws IOException {
    return new ProcessBuilder(
      Path.of(System.getProperty("java.home"), "bin", "java").toString(),
      HEAP,
      "-XX:+ExitOnOutOfMemoryError",
      "-cp",
      System.getProperty("java.class.path"),
      QuerySideApplication.class.getName(),
      "--server.port=" + port,
      "--spring.datasource.url=" + database.jdbcUrl(),
      "--agentsync.dev-issuer.key-file=" + TestKeys.ISSUER,
      "--agentsync.subject-keys.master-key-file=" + TestKeys.MASTER
    )
      .redirectErrorStream(true)
      .redirectOutput(Path.of("target", "small-heap.log").toFile())
      .start();
  }
}
