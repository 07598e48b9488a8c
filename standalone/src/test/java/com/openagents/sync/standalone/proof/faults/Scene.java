package com.openagents.sync.standalone.proof.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The orgs and agents that it is all about.
 *
 * @param token of the person who made them
 * @param rows all of them as they were answered, by id
 */
record Scene(String token, List<UUID> orgs, List<UUID> agents, Map<String, JsonNode> rows) {
  private static final int ORGS = 2;
  private static final int AGENTS_PER_ORG = 5;

  static Scene make(HttpClient http, URI commands) throws IOException, InterruptedException {
    HttpResponse<String> answer = http.send(
      HttpRequest.newBuilder(commands.resolve("/dev/token?user=prover&org=proof")).build(),
      HttpResponse.BodyHandlers.ofString()
    );
    String token = JsonMapper.shared().readTree(answer.body()).path("token").asString();
    Api api = new Api(http, List.of(commands), token);
    Scene scene = new Scene(token, new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
    for (int org = 1; org <= ORGS; org++) {
      UUID orgId = scene.add(api, "/api/org", Map.of("name", "Org " + org));
      scene.orgs.add(orgId);
      for (int agent = 1; agent <= AGENTS_PER_ORG; agent++) {
        scene.agents.add(scene.add(api, "/api/agent", Map.of("org_id", orgId, "name", "Agent " + agent)));
      }
    }
    return scene;
  }

  private UUID add(Api api, String path, Map<String, ?> body) throws IOException, InterruptedException {
    Api.Answer answer = api.send(new Api.Call("POST", path, body, UUID.randomUUID().toString(), true));
    assertThat(answer.status()).as("%s", answer).isEqualTo(201);
    String id = answer.body().path("id").asString();
    rows.put(id, answer.body());
    return UUID.fromString(id);
  }

  List<String> scopes() {
    List<String> scopes = new ArrayList<>();
    orgs.forEach(org -> scopes.add("org:" + org));
    agents.forEach(agent -> scopes.add("agent:" + agent));
    return scopes;
  }
}
