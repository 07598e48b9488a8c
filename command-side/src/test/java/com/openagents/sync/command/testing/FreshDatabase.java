package com.openagents.sync.command.testing;

import com.openagents.sync.platform.testing.SyncSchema;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.platform.testing.TestKeys;
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
      .addFirst(
        new MapPropertySource(
          "fresh database",
          Map.of(
            "spring.datasource.url",
            database.jdbcUrl(),
            "agentsync.dev-issuer.key-file",
            TestKeys.ISSUER.toString(),
            "agentsync.subject-keys.master-key-file",
            TestKeys.MASTER.toString()
          )
        )
      );
  }
}
