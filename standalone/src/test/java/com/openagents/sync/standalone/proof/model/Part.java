package com.openagents.sync.standalone.proof.model;

import com.openagents.sync.platform.testing.Ports;
import com.openagents.sync.platform.testing.TestDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** One app on a port that it keeps over restarts. */
final class Part implements AutoCloseable {

  private final String name;
  private final Class<?>[] app;
  private final URI address;
  private final List<String> settings;
  private @Nullable ConfigurableApplicationContext context;

  Part(String name, TestDatabase database, Path folder, List<String> settings, Class<?>... app) {
    this.name = name;
    this.app = app;
    int port = Ports.free();
    this.address = URI.create("http://127.0.0.1:" + port);
    String separator = database.jdbcUrl().contains("?") ? "&" : "?";
    List<String> own = List.of(
      "server.port=" + port,
      "spring.datasource.url=" + database.jdbcUrl() + separator + "ApplicationName=" + name,
      "spring.datasource.hikari.maximum-pool-size=10",
      "agentsync.dev-issuer.key-file=" + folder.resolve("key.jwk"),
      "agentsync.subject-keys.master-key-file=" + folder.resolve("master.key"),
      "spring.config.location=classpath:agentsync-defaults.yaml",
      "logging.config=classpath:model-logback.xml"
    );
    this.settings = Stream.concat(own.stream(), settings.stream())
      .map(setting -> "--" + setting)
      .toList();
  }

  /** Also what its database connections are called. */
  String name() {
    return name;
  }

  URI address() {
    return address;
  }

  synchronized void start() {
    context = new SpringApplicationBuilder(app)
      .bannerMode(Banner.Mode.OFF)
      .registerShutdownHook(false)
      .run(settings.toArray(String[]::new));
  }

  synchronized void restart() {
    close();
    start();
  }

  @Override
  public synchronized void close() {
    if (context != null) {
      context.close();
      context = null;
    }
  }
}
