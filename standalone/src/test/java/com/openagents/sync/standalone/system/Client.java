package com.openagents.sync.standalone.system;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Speaks to an engine as a program of one person would. */
final class Client {

  static final JsonMapper JSON = JsonMapper.shared();
  private static final int PAGE = 500;

  private final HttpClient http = HttpClient.newHttpClient();
  private final Addresses engine;
  private final String token;
  private final UUID org;

  /** Where the parts of an engine listen: one address for all, or three. */
  record Addresses(URI commands, URI queries, URI gateway) {
    static Addresses one(URI all) {
      return new Addresses(all, all, all);
    }
  }

  /** @param body JSON, or nothing */
  record Answer(int status, HttpResponse<String> response, JsonNode body) {
    long syncId() {
      return response.headers().firstValueAsLong("Sync-Id").orElseThrow();
    }
  }

  Client(Addresses engine, String user, String org) {
    this.engine = engine;
    JsonNode answer = send(
      HttpRequest.newBuilder(engine.commands().resolve("/dev/token?user=" + user + "&org=" + org))
    ).body();
    this.token = answer.path("token").asString();
    this.org = UUID.fromString(answer.path("orgId").asString());
  }

  String token() {
    return token;
  }

  UUID org() {
    return org;
  }

  String orgScope() {
    return "org:" + org;
  }

  Addresses engine() {
    return engine;
  }

  Answer post(String path, Map<String, ?> body) {
    return post(path, body, UUID.randomUUID().toString());
  }

  Answer post(String path, Map<String, ?> body, String key) {
    return mutate("POST", path, body, key);
  }

  /** Without waiting for the projection. */
  Answer postAsync(URI commands, String path, Map<String, ?> body) {
    return send(
      authorized(commands.resolve(path))
        .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
        .header("Content-Type", "application/json")
        .header("Prefer", "respond-async")
    );
  }

  Answer patch(String path, Map<String, ?> body) {
    return mutate("PATCH", path, body, UUID.randomUUID().toString());
  }

  Answer delete(String path) {
    return send(authorized(engine.commands().resolve(path)).DELETE());
  }

  Answer get(String path) {
    return send(authorized(engine.queries().resolve(path)));
  }

  /** As it comes: several lines, say. */
  String text(String path) {
    try {
      return http
        .send(authorized(engine.queries().resolve(path)).build(), HttpResponse.BodyHandlers.ofString())
        .body();
    } catch (IOException failure) {
      throw new Unreachable(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  /** The state of a scope: the answer's {@code models}. */
  JsonNode models(String scope) {
    return get("/sync/bootstrap?scope=" + scope)
      .body()
      .path("models");
  }

  /** All events of a scope after a cursor. */
  List<JsonNode> events(String scope, long after) {
    List<JsonNode> events = new ArrayList<>();
    JsonNode page;
    long cursor = after;
    do {
      page = get("/sync/delta?scope=" + scope + "&lastSyncId=" + cursor + "&limit=" + PAGE).body();
      page.path("events").forEach(events::add);
      cursor = page.path("latestSyncId").asLong();
    } while (page.path("hasMore").asBoolean());
    return events;
  }

  private Answer mutate(String method, String path, Map<String, ?> body, String key) {
    return send(
      authorized(engine.commands().resolve(path))
        .method(method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
        .header("Content-Type", "application/json")
        .header("Idempotency-Key", key)
    );
  }

  private HttpRequest.Builder authorized(URI uri) {
    return HttpRequest.newBuilder(uri).header("Authorization", "Bearer " + token);
  }

  private Answer send(HttpRequest.Builder request) {
    try {
      HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), response, JSON.readTree(response.body()));
    } catch (IOException failure) {
      throw new Unreachable(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new AssertionError(stopped);
    }
  }

  /** The engine did not answer, or not to the end: nobody knows whether the call took effect. */
  static final class Unreachable extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Unreachable(IOException cause) {
      super(cause);
    }
  }
}
