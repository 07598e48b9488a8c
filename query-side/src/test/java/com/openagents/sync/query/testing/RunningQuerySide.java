package com.openagents.sync.query.testing;

import com.openagents.sync.platform.handover.AppendedEvents;
import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.json.WireJson;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.platform.testing.TestKeys;
import com.openagents.sync.query.QuerySideApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real app on a real port, with a local issuer's key to sign tokens by. */
public final class RunningQuerySide implements AutoCloseable {

  public static final JsonMapper JSON = WireJson.mapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final TestIssuer issuer = new TestIssuer();
  private final ConfigurableApplicationContext context;

  private RunningQuerySide(ConfigurableApplicationContext context) {
    this.context = context;
  }

  /** @param settings such as {@code agentsync.projector.enabled=false} */
  public static RunningQuerySide on(TestDatabase database, String... settings) {
    List<String> all = new ArrayList<>(
      List.of(
        "server.port=0",
        "spring.datasource.url=" + database.jdbcUrl(),
        "logging.level.root=WARN",
        "spring.main.banner-mode=off"
      )
    );
    all.addAll(TestKeys.settings());
    all.addAll(Arrays.asList(settings));
    String[] arguments = all
      .stream()
      .map(setting -> "--" + setting)
      .toArray(String[]::new);
    return new RunningQuerySide(SpringApplication.run(QuerySideApplication.class, arguments));
  }

  public TestIssuer issuer() {
    return issuer;
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  /** By which a command side in the same process would hand over what it has appended. */
  public Handover<AppendedEvents> appendedEvents() {
    return context
      .<Handover<AppendedEvents>>getBeanProvider(
        ResolvableType.forClassWithGenerics(Handover.class, AppendedEvents.class)
      )
      .getObject();
  }

  public String url(String path) {
    return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path;
  }

  /** As the subject behind all events of {@link EventStore}. */
  public HttpResponse<String> get(String path, String... headers) {
    return send(path, issuer.token(EventStore.ACTOR), BodyHandlers.ofString(), headers);
  }

  public JsonNode json(String path) {
    HttpResponse<String> answer = get(path);
    if (answer.statusCode() != 200) {
      throw new IllegalStateException(path + " answered " + answer.statusCode() + ": " + answer.body());
    }
    return JSON.readTree(answer.body());
  }

  public <T> HttpResponse<T> send(String path, String token, BodyHandler<T> body, String... headers) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url(path)));
    if (!token.isEmpty()) {
      request.header("Authorization", "Bearer " + token);
    }
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build(), body);
  }

  /** As the subject behind all events of {@link EventStore}. */
  public HttpResponse<String> post(String path, String body) {
    return send(
      HttpRequest.newBuilder(URI.create(url(path)))
        .header("Authorization", "Bearer " + issuer.token(EventStore.ACTOR))
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofString(body))
        .build(),
      BodyHandlers.ofString()
    );
  }

  public <T> HttpResponse<T> send(HttpRequest request, BodyHandler<T> body) {
    try {
      return http.send(request, body);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  @Override
  public void close() {
    http.close();
    context.close();
  }
}
