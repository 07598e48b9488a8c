package com.openagents.sync.command.testing;

import com.openagents.sync.platform.testing.SyncSchema;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.platform.testing.TestKeys;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Gives an app a database with an empty sync log, and a local issuer. */
public final class FreshDatabase implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    TestDatabase database = TestDatabase.create();
    SyncSchema.make(database);
    TestPropertyValues.of(TestKeys.settings())
      .and("spring.datasource.url=" + database.jdbcUrl())
      .applyTo(context);
  }
}
