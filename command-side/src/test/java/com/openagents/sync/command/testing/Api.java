package com.openagents.sync.command.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.UUID;

/** HTTP calls to a running app. */
public record Api(int port) {
  private static final UUID NO_ID = new UUID(0, 0);
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  public Answer send(Call call) {
    HttpRequest.Builder request = HttpRequest.newBuilder(
      URI.create("http://127.0.0.1:" + port + call.path())
    );
    call.headers().forEach(request::header);
    try {
      HttpResponse<String> response = HTTP.send(
        request.method(call.method(), call.body()).build(),
        BodyHandlers.ofString(StandardCharsets.UTF_8)
      );
      return new Answer(response.statusCode(), response.headers(), response.body());
    } catch (IOException | InterruptedException failure) {
      throw new IllegalStateException(call.method() + " " + call.path() + " got no answer", failure);
    }
  }

  public Answer devToken(String user) {
    return send(Call.of("GET", "/dev/token?user=" + encoded(user)));
  }

  public Answer devToken(String user, String org) {
    return send(Call.of("GET", "/dev/token?user=" + encoded(user) + "&org=" + encoded(org)));
  }

  /** A user of whom nobody heard before, with an org and an agent. */
  public Tenant newTenant() {
    String user = "user-" + UUID.randomUUID();
    Tenant tenant = new Tenant(this, user, devToken(user).text("token"), NO_ID, NO_ID);
    UUID org = tenant.create("/api/org", "{\"name\":\"org of %s\"}".formatted(user)).id();
    UUID agent = tenant.create("/api/agent", "{\"org_id\":\"%s\",\"name\":\"scout\"}".formatted(org)).id();
    return new Tenant(this, user, tenant.token(), org, agent);
  }

  /** Somebody with a right to one org and its agent; the token names no org. */
  public record Tenant(Api api, String user, String token, UUID org, UUID agent) {
    /** Stands where a test has none yet. */
    public static final Tenant NOBODY = new Tenant(new Api(0), "nobody", "", NO_ID, NO_ID);

    /** The same one, at another app on the same database. */
    public Tenant at(Api other) {
      return new Tenant(other, user, token, org, agent);
    }

    public Answer send(Call call) {
      return api.send(call.token(token));
    }

    /** Sends without waiting for the projection. */
    public Answer mutate(String method, String path, String json) {
      return send(Call.of(method, path).json(json).async());
    }

    public Answer create(String path, String json) {
      Answer answer = mutate("POST", path, json);
      assertThat(answer.status()).as(answer.body()).isEqualTo(202);
      return answer;
    }

    public Answer post(String content) {
      return create("/api/message", messageOf(content));
    }

    public String messageOf(String content) {
      return "{\"agent_id\":\"%s\",\"content\":%s}".formatted(agent, Answer.JSON.writeValueAsString(content));
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
