package com.openagents.sync.command.testing;

import com.openagents.sync.platform.json.WireJson;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an HTTP call got back. */
public record Answer(int status, HttpHeaders headers, String body) {
  static final JsonMapper JSON = WireJson.mapper();

  public JsonNode json() {
    return JSON.readTree(body);
  }

  public String text(String field) {
    return json().required(field).asString();
  }

  public UUID id() {
    return UUID.fromString(text("id"));
  }

  public Optional<String> header(String name) {
    return headers.firstValue(name);
  }
}
