package com.openagents.sync.command.testing;

import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.LinkedHashMap;
import java.util.Map;

/** One HTTP call. */
public record Call(String method, String path, Map<String, String> headers, BodyPublisher body) {
  public static Call of(String method, String path) {
    return new Call(method, path, Map.of(), BodyPublishers.noBody());
  }

  public Call with(String header, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Call(method, path, more, body);
  }

  public Call token(String token) {
    return headers.containsKey("Authorization") ? this : with("Authorization", "Bearer " + token);
  }

  public Call key(String idempotencyKey) {
    return with("Idempotency-Key", idempotencyKey);
  }

  /** The answer may come before the change is visible. */
  public Call async() {
    return with("Prefer", "respond-async");
  }

  public Call body(BodyPublisher bytes) {
    return new Call(method, path, headers, bytes);
  }

  public Call json(String json) {
    return body(BodyPublishers.ofString(json)).with("Content-Type", "application/json");
  }
}
