package com.openagents.sync.standalone.proof.faults;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The mutation API as one program uses it: it stays with a node until that one fails it. */
final class Api {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration ANSWER_WITHIN = Duration.ofSeconds(8);

  private final HttpClient http;
  private final List<URI> nodes;
  private final String token;
  private final AtomicInteger node = new AtomicInteger();

  Api(HttpClient http, List<URI> nodes, String token) {
    this.http = http;
    this.nodes = nodes;
    this.token = token;
  }

  /**
   * @param key its mutation id
   * @param patient whether its answer waits until it is visible
   */
  record Call(String method, String path, @Nullable Map<String, ?> body, String key, boolean patient) {}

  record Answer(int status, JsonNode body) {
    boolean isAcknowledged() {
      return status == 200 || status == 201 || status == 202;
    }

    /** The very same call may succeed later, or it is not known whether it did. */
    boolean isRetryable() {
      return status >= 500 || body.path("retryable").asBoolean(false);
    }
  }

  /** @throws IOException if there is no whole answer: nobody knows whether the call took effect */
  Answer send(Call call) throws IOException, InterruptedException {
    URI address = nodes.get(Math.floorMod(node.get(), nodes.size())).resolve(call.path());
    HttpRequest.Builder request = HttpRequest.newBuilder(address)
      .timeout(ANSWER_WITHIN)
      .header("Authorization", "Bearer " + token)
      .header("Idempotency-Key", call.key());
    if (!call.patient()) {
      request.header("Prefer", "respond-async");
    }
    if (call.body() == null) {
      request.method(call.method(), HttpRequest.BodyPublishers.noBody());
    } else {
      request
        .header("Content-Type", "application/json")
        .method(call.method(), HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(call.body())));
    }
    HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    return new Answer(response.statusCode(), JSON.readTree(response.body()));
  }

  void goToAnotherNode() {
    node.incrementAndGet();
  }
}
