package com.openagents.sync.gateway;

import static org.awaitility.Awaitility.await;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.openagents.sync.platform.access.DevKey;
import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.handover.ProjectedEvents;
import com.openagents.sync.platform.handover.ProjectedEvents.ProjectedEvent;
import com.openagents.sync.platform.synclog.SyncLog;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.platform.testing.TestKeys;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.apache.coyote.AbstractProtocol;
import org.flywaydb.core.Flyway;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.WebServer;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.ResolvableType;

/** The app itself on a random port, with a database of its own and a small query side. */
final class Gateway implements AutoCloseable {

  private final TestDatabase database;
  private final QuerySideServer querySide;
  private final ConfigurableApplicationContext app;
  private final List<TestClient> clients = new ArrayList<>();

  private Gateway(TestDatabase database, QuerySideServer querySide, ConfigurableApplicationContext app) {
    this.database = database;
    this.querySide = querySide;
    this.app = app;
  }

  /** With the sync log's schema; settings as {@code name=value}, without their prefix. */
  static Gateway start(String... settings) {
    TestDatabase database = TestDatabase.create();
    migrate(database);
    return start(database, settings);
  }

  static Gateway start(TestDatabase database, String... settings) {
    QuerySideServer querySide = QuerySideServer.start();
    Stream<String> arguments = Stream.concat(
      Stream.of("query-side-url=" + querySide.address()),
      Stream.of(settings)
    ).map(setting -> "agentsync.gateway." + setting);
    return new Gateway(database, querySide, run(database, arguments, SyncGatewayApplication.class));
  }

  /** In one app with a query side, as configured for no part in particular. */
  static Gateway startWith(TestDatabase database, Class<?> querySide) {
    Stream<String> arguments = Stream.of("spring.config.location=classpath:agentsync-defaults.yaml");
    return new Gateway(
      database,
      QuerySideServer.start(),
      run(database, arguments, SyncGatewayApplication.class, querySide)
    );
  }

  private static ConfigurableApplicationContext run(
    TestDatabase database,
    Stream<String> settings,
    Class<?>... sources
  ) {
    Stream<String> own = Stream.of(
      "server.port=0",
      "spring.datasource.url=" + database.jdbcUrl(),
      "agentsync.dev-issuer.key-file=" + TestKeys.ISSUER
    );
    String[] arguments = Stream.concat(own, settings)
      .map(setting -> "--" + setting)
      .toArray(String[]::new);
    return new SpringApplicationBuilder(sources).bannerMode(Banner.Mode.OFF).run(arguments);
  }

  static void migrate(TestDatabase database) {
    Flyway.configure()
      .dataSource(database.dataSource())
      .locations("filesystem:../query-side/src/main/resources/db/query-side")
      .defaultSchema("read")
      .schemas("read", "sync")
      .load()
      .migrate();
  }

  DataSource dataSource() {
    return database.dataSource();
  }

  QuerySideServer querySide() {
    return querySide;
  }

  <T> T bean(Class<T> type) {
    return app.getBean(type);
  }

  /** Writes what the gateway reads. */
  SyncLogWriter writer() {
    return new SyncLogWriter(dataSource(), bean(com.openagents.sync.platform.signal.Signals.class));
  }

  /** Writes as a projector in the same process does, which hands over what it has written, or now and then does not. */
  SyncLogWriter handingOver(BooleanSupplier isHandedOver) {
    Handover<ProjectedEvents> handover = app
      .<Handover<ProjectedEvents>>getBeanProvider(
        ResolvableType.forClassWithGenerics(Handover.class, ProjectedEvents.class)
      )
      .getObject();
    SyncLog log = bean(SyncLog.class);
    return writer().afterCommit(ids -> {
      if (isHandedOver.getAsBoolean()) {
        long after = ids.getFirst() - 1;
        List<ProjectedEvent> events = log
          .ofAll(after, ids.size())
          .stream()
          .map(event -> new ProjectedEvent(event.id(), event))
          .toList();
        handover.offer(ProjectedEvents.of(after, log.head().movedTo(ids.getLast()), ids.getLast(), events));
      }
    });
  }

  /** Until the tail has read what is committed. */
  void awaitTail() {
    long last = writer().lastId();
    await().until(() ->
      bean(Tail.class)
        .standing()
        .filter(standing -> standing.position() >= last)
        .isPresent()
    );
  }

  URI http(String path) {
    return URI.create("http://127.0.0.1:%s%s".formatted(port(), path));
  }

  URI address() {
    return URI.create("ws://127.0.0.1:%s/sync".formatted(port()));
  }

  /** Of the container. */
  AbstractProtocol<?> protocol() {
    WebServer server = Objects.requireNonNull(((WebServerApplicationContext) app).getWebServer());
    return (AbstractProtocol<?>) ((TomcatWebServer) server).getTomcat().getConnector().getProtocolHandler();
  }

  private String port() {
    return String.valueOf(app.getEnvironment().getProperty("local.server.port"));
  }

  TestClient connect(String subject, UUID... orgs) {
    return connectWith(token(subject, Duration.ofHours(1), orgs));
  }

  synchronized TestClient connectWith(String token) {
    TestClient client = TestClient.connect(address(), token);
    clients.add(client);
    return client;
  }

  String token(String subject, Duration lifetime, UUID... orgs) {
    JWTClaimsSet claims = new JWTClaimsSet.Builder()
      .subject(subject)
      .claim("orgs", Arrays.stream(orgs).map(UUID::toString).toList())
      .expirationTime(Date.from(Instant.now().plus(lifetime)))
      .build();
    try {
      SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.RS256), claims);
      jwt.sign(new RSASSASigner(key()));
      return jwt.serialize();
    } catch (JOSEException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** The app alone; clients stay to see how it ends. */
  void stop() {
    app.close();
  }

  @Override
  public void close() {
    clients.forEach(TestClient::abort);
    app.close();
    querySide.close();
  }

  private RSAKey key() {
    return bean(DevKey.class).key();
  }
}
