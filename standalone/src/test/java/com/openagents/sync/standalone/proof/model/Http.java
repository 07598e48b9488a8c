package com.openagents.sync.standalone.proof.model;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls that are sent until they get an answer that settles them, as every client must. */
final class Http implements AutoCloseable {

  static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration AGAIN_AFTER = Duration.ofMillis(50);

  private final HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Tally tally;

  Http(Tally tally) {
    this.tally = tally;
  }

  record Answer(int status, HttpHeaders headers, String text) {
    JsonNode body() {
      return JsonMapper.shared().readTree(text);
    }

    Optional<String> header(String name) {
      return headers.firstValue(name);
    }

    @Override
    public String toString() {
      return status + " " + text;
    }
  }

  record Call(
    String method,
    String path,
    @Nullable ObjectNode body,
    String token,
    Map<String, String> headers
  ) {
    static Call get(String path, String token) {
      return new Call("GET", path, null, token, Map.of());
    }

    HttpRequest to(URI address) {
      HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path))
        .timeout(PATIENCE)
        .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
        .header("Content-Type", "application/json");
      headers.forEach(request::header);
      if (!token.isEmpty()) {
        request.header("Authorization", "Bearer " + token);
      }
      return request.build();
    }
  }

  /**
   * Sends a call until it is answered with neither a broken connection nor "try again".
   *
   * @param address asked before each try
   */
  Answer settle(Supplier<URI> address, Call call) {
    String[] last = { "nothing" };
    try {
      return await()
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(AGAIN_AFTER)
        .atMost(PATIENCE)
        .until(() -> attempt(address.get(), call, last), Optional::isPresent)
        .orElseThrow();
    } catch (ConditionTimeoutException never) {
      throw new Violation("No answer to " + call + " within " + PATIENCE + "; last: " + last[0]);
    }
  }

  private Optional<Answer> attempt(URI address, Call call, String[] last) throws InterruptedException {
    try {
      HttpResponse<String> response = client.send(call.to(address), BodyHandlers.ofString());
      Answer answer = new Answer(response.statusCode(), response.headers(), response.body());
      last[0] = answer.toString();
      if (!isRetryable(answer)) {
        return Optional.of(answer);
      }
      tally.count("HTTP " + answer.status() + ", sent again");
    } catch (IOException unreachable) {
      last[0] = unreachable.toString();
      tally.count("HTTP connections broken, sent again");
    }
    return Optional.empty();
  }

  private static boolean isRetryable(Answer answer) {
    if (answer.status() < 400) {
      return false;
    }
    if (answer.status() == 503 && answer.text().isEmpty()) {
      // From the connector of a server that stops, before anything of ours is reached.
      return true;
    }
    try {
      Violation.require(answer.status() != 500, "Something broke in the engine: %s", answer);
      return answer.body().path("retryable").asBoolean(false);
    } catch (JacksonException noProblem) {
      throw new Violation("An error that is no problem detail: " + answer);
    }
  }

  /** What came line by line, in the shape of the one object. */
  static ObjectNode fromLines(String text) {
    JsonMapper json = JsonMapper.shared();
    List<JsonNode> lines = text.lines().map(json::readTree).toList();
    ObjectNode whole = (ObjectNode) lines.getLast();
    ObjectNode models = json.createObjectNode();
    ObjectNode deleted = json.createObjectNode();
    int rows = 0;
    for (JsonNode line : lines.subList(0, lines.size() - 1)) {
      String plural = line.path("model").asString() + "s";
      if (line.has("row")) {
        rows++;
        models.withArrayProperty(plural).add(line.path("row"));
      } else {
        deleted.withArrayProperty(plural).add(line.path("deleted"));
      }
    }
    int gone = lines.size() - 1 - rows;
    if (whole.path("rows").asInt(-1) != rows || whole.path("deleted").asInt(0) != gone) {
      throw new Violation("Other numbers of rows than the trailer says: " + text);
    }
    whole.set("models", models);
    whole.set("deleted", deleted);
    return whole;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
