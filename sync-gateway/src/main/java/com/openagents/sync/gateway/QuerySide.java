package com.openagents.sync.gateway;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.access.Caller;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.http.HttpHeaders;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The part that knows the present state of a scope, asked on the caller's behalf with the caller's token. */
@Component
class QuerySide implements DisposableBean {

  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);
  /** What the client can do something about; all else means that this part has asked in vain. */
  private static final Set<RejectionCode> PASSED_ON = EnumSet.of(
    RejectionCode.UNAUTHENTICATED,
    RejectionCode.TOKEN_EXPIRED,
    RejectionCode.FORBIDDEN,
    RejectionCode.SCOPE_UNKNOWN,
    RejectionCode.INVALID_VALUE,
    RejectionCode.OVERLOADED
  );
  private static final int PROBLEM_BYTES_MAX = 16_384;

  private final HttpClient client = HttpClient.newBuilder()
    .version(HttpClient.Version.HTTP_1_1)
    .connectTimeout(CONNECT_WITHIN)
    .build();
  private final JsonMapper json;
  private final GatewaySettings settings;
  private volatile @Nullable URI address;

  QuerySide(JsonMapper json, GatewaySettings settings) {
    this.json = json;
    this.settings = settings;
    this.address = settings.querySideUrl();
  }

  /** Where no address is configured, this app is the query side as well. */
  @EventListener
  void listening(WebServerInitializedEvent event) {
    if (address == null && event.getApplicationContext().getServerNamespace() == null) {
      address = URI.create("http://127.0.0.1:" + event.getWebServer().getPort());
    }
  }

  /** @throws Rejected as the query side refuses, or with {@code unavailable} */
  Snapshot snapshot(Scope scope, ModelsFilter models, Caller caller) throws InterruptedException {
    try {
      HttpResponse<InputStream> answer = client.send(
        request(scope, models, caller),
        HttpResponse.BodyHandlers.ofInputStream()
      );
      if (answer.statusCode() != 200) {
        throw refusal(answer);
      }
      return new Snapshot(answer, json, settings);
    } catch (IOException | IllegalArgumentException failure) {
      throw Snapshot.unavailable(failure);
    }
  }

  @Override
  public void destroy() {
    client.shutdownNow();
  }

  private HttpRequest request(Scope scope, ModelsFilter models, Caller caller) {
    URI base = address;
    if (base == null) {
      throw new Rejected(RejectionCode.UNAVAILABLE, "The state can't be read yet. Subscribe again.");
    }
    StringBuilder query = new StringBuilder("/sync/bootstrap?scope=").append(encoded(scope.toString()));
    if (!models.names().isEmpty()) {
      query.append("&models=").append(encoded(String.join(",", models.names())));
    }
    return HttpRequest.newBuilder(URI.create(base.toString().replaceAll("/+$", "") + query))
      .timeout(settings.bootstrapStalledAtMost())
      .header(HttpHeaders.AUTHORIZATION, "Bearer " + caller.token())
      .header(HttpHeaders.ACCEPT, "application/x-ndjson")
      .build();
  }

  private Rejected refusal(HttpResponse<InputStream> answer) throws IOException {
    try (InputStream body = answer.body()) {
      JsonNode problem = json.readTree(body.readNBytes(PROBLEM_BYTES_MAX));
      return code(problem.path("code").asString(""))
        .map(code -> new Rejected(code, problem.path("detail").asString("")))
        .orElseThrow(() -> new IOException("status " + answer.statusCode()));
    } catch (JacksonException noProblem) {
      throw new IOException("status " + answer.statusCode(), noProblem);
    }
  }

  private static Optional<RejectionCode> code(String name) {
    return PASSED_ON.stream()
      .filter(code -> code.name().equalsIgnoreCase(name))
      .findFirst();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
