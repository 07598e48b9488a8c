package com.openagents.sync.standalone.demo;

import com.openagents.sync.api.RequestBody;
import com.openagents.sync.platform.json.WireJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Calls the engine's HTTP API as any client would. What fails in passing, such as a server that restarts, is tried again
 * until it is back; the idempotency key makes that harmless.
 */
final class EngineClient {

  /** When an answer is wanted. */
  enum Answer {
    /** When bootstrap shows the effect. */
    VISIBLE,
    /** As soon as the effect can't be lost. */
    DURABLE,
  }

  private static final Duration ANSWER_AT_MOST = Duration.ofSeconds(30);
  private static final Duration RETRY_AFTER_AT_LEAST = Duration.ofMillis(50);
  private static final Duration RETRY_AFTER_AT_MOST = Duration.ofSeconds(2);
  private static final Set<String> IS_THERE_ALREADY = Set.of("id_taken", "already_observed");
  private static final int UNAUTHENTICATED = 401;
  private static final int SERVER_ERROR = 500;
  private static final int REFUSED = 400;

  private final URI server;
  private final Duration patience;
  private final HttpClient http = HttpClient.newBuilder()
    .version(HttpClient.Version.HTTP_1_1)
    .connectTimeout(ANSWER_AT_MOST)
    .build();
  private final JsonMapper json = WireJson.mapper();
  private volatile String token = "";

  /** @param patience how long to wait for a server that does not answer */
  EngineClient(URI server, Duration patience) {
    this.server = server;
    this.patience = patience;
  }

  /**
   * Takes a token, as whom everything is sent from now on.
   *
   * @return the org's id
   */
  UUID enter(String user, String org) throws PlayRefused, InterruptedException {
    URI uri = server.resolve("/dev/token?kind=agent&user=" + user + "&org=" + org);
    JsonNode answer = send(() -> HttpRequest.newBuilder(uri).GET());
    token = answer.path("token").asString();
    return UUID.fromString(answer.path("orgId").asString());
  }

  JsonNode read(String path) throws PlayRefused, InterruptedException {
    return send(() ->
      HttpRequest.newBuilder(server.resolve(path))
        .GET()
        .header("Authorization", "Bearer " + token)
    );
  }

  /**
   * Sends a mutation until the server has taken it.
   *
   * @param body null for steps that need none
   * @return the record that it made or changed, or the problem if it is there already
   */
  JsonNode mutate(String method, String path, @Nullable RequestBody body, UUID key, Answer answer)
    throws PlayRefused, InterruptedException {
    byte[] bytes = body == null ? new byte[0] : json.writeValueAsBytes(body);
    return send(() -> {
      HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
        .method(method, HttpRequest.BodyPublishers.ofByteArray(bytes))
        .header("Content-Type", "application/json")
        .header("Authorization", "Bearer " + token)
        .header("Idempotency-Key", key.toString());
      return answer == Answer.DURABLE ? request.header("Prefer", "respond-async") : request;
    });
  }

  private interface Attempt {
    HttpRequest.Builder request();
  }

  private JsonNode send(Attempt attempt) throws PlayRefused, InterruptedException {
    Instant giveUp = Instant.now().plus(patience);
    Duration pause = RETRY_AFTER_AT_LEAST;
    while (true) {
      String trouble;
      try {
        HttpResponse<byte[]> response = http.send(
          attempt.request().timeout(ANSWER_AT_MOST).build(),
          HttpResponse.BodyHandlers.ofByteArray()
        );
        JsonNode body = read(response.body());
        if (response.statusCode() < REFUSED || IS_THERE_ALREADY.contains(code(body))) {
          return body;
        }
        trouble = requireRetryable(response.statusCode(), body);
      } catch (IOException failure) {
        trouble = server + " does not answer (" + failure.getClass().getSimpleName() + ")";
      }
      if (Instant.now().isAfter(giveUp)) {
        throw new PlayRefused(trouble + ", and that for " + patience.toSeconds() + " s", "");
      }
      Thread.sleep(jittered(pause));
      pause =
        pause.multipliedBy(2).compareTo(RETRY_AFTER_AT_MOST) < 0
          ? pause.multipliedBy(2)
          : RETRY_AFTER_AT_MOST;
    }
  }

  private static String requireRetryable(int status, JsonNode problem) throws PlayRefused {
    String words = problem.path("detail").asString("the server answers " + status);
    // A server in front of the engine has no problem details.
    if (problem.path("retryable").asBoolean(status >= SERVER_ERROR)) {
      return words;
    }
    throw new PlayRefused(
      status == UNAUTHENTICATED ? words + " The player takes its token from /dev/token." : words,
      code(problem)
    );
  }

  private JsonNode read(byte[] body) {
    try {
      return json.readTree(body);
    } catch (JacksonException notJson) {
      return json.missingNode();
    }
  }

  private static String code(JsonNode body) {
    return body.path("code").asString("");
  }

  private static Duration jittered(Duration pause) {
    return Duration.ofNanos(ThreadLocalRandom.current().nextLong(pause.toNanos() / 2, pause.toNanos()));
  }
}
