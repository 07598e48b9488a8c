package com.openagents.sync.query.testing;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.json.WireJson;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.QuerySideApplication;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The real app on a real port, with a local issuer's key to sign tokens by. */
public final class RunningQuerySide implements AutoCloseable {

  public static final JsonMapper JSON = WireJson.mapper();

  private static final Duration TOKEN_LIVES = Duration.ofHours(1);

  private final HttpClient http = HttpClient.newHttpClient();
  private final Path keyFile;
  private final ConfigurableApplicationContext context;

  private RunningQuerySide(Path keyFile, ConfigurableApplicationContext context) {
    this.keyFile = keyFile;
    this.context = context;
  }

  /** @param settings such as {@code agentsync.projector.enabled=false} */
  public static RunningQuerySide on(TestDatabase database, String... settings) {
    try {
      Path keyFile = Files.createTempDirectory(Path.of("target"), "key").resolve("issuer.json");
      List<String> all = new ArrayList<>(
        List.of(
          "server.port=0",
          "spring.datasource.url=" + database.jdbcUrl(),
          "agentsync.dev-issuer.key-file=" + keyFile,
          "logging.level.root=WARN",
          "spring.main.banner-mode=off"
        )
      );
      all.addAll(Arrays.asList(settings));
      String[] arguments = all
        .stream()
        .map(setting -> "--" + setting)
        .toArray(String[]::new);
      return new RunningQuerySide(keyFile, SpringApplication.run(QuerySideApplication.class, arguments));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public <T> T bean(Class<T> type) {
    return context.getBean(type);
  }

  public String url(String path) {
    return "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port") + path;
  }

  public String token(String subject, UUID... orgs) {
    return token(subject, Instant.now().plus(TOKEN_LIVES), orgs);
  }

  public String token(String subject, Instant expiresAt, UUID... orgs) {
    try {
      RSAKey key = RSAKey.parse(Files.readString(keyFile));
      SignedJWT token = new SignedJWT(
        new JWSHeader.Builder(JWSAlgorithm.RS256).keyID(key.getKeyID()).build(),
        new JWTClaimsSet.Builder()
          .subject(subject)
          .claim(Caller.ORGS_CLAIM, Stream.of(orgs).map(UUID::toString).toList())
          .expirationTime(Date.from(expiresAt))
          .build()
      );
      token.sign(new RSASSASigner(key));
      return token.serialize();
    } catch (IOException | ParseException | JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** As the subject behind all events of {@link EventStore}. */
  public HttpResponse<String> get(String path, String... headers) {
    return send(path, token(EventStore.ACTOR), BodyHandlers.ofString(), headers);
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
