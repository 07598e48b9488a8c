package com.openagents.sync.command.testing;

import com.openagents.sync.platform.testing.SyncSchema;
import com.openagents.sync.platform.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.MapPropertySource;

/** Gives an app a database with an empty sync log, and a local issuer. */
public final class FreshDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    TestDatabase database = TestDatabase.create();
    SyncSchema.make(database);
    context
      .getEnvironment()
      .getPropertySources()
      .addFirst(new MapPropertySource("fresh database", properties(database, newKeyFile())));
  }

  static Map<String, Object> properties(TestDatabase database, Path keyFile) {
    return Map.of(
      "spring.datasource.url",
      database.jdbcUrl(),
      "agentsync.dev-issuer.key-file",
      keyFile.toString(),
      "agentsync.subject-keys.master-key-file",
      keyFile.resolveSibling("master.key").toString()
    );
  }

  static Path newKeyFile() {
    try {
      return Files.createTempDirectory("local-issuer").resolve("key.json");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
