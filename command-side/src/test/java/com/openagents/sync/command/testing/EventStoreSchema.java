package com.openagents.sync.command.testing;

import com.openagents.sync.platform.testing.TestDatabase;
import org.flywaydb.core.Flyway;

/** The event store's schema, for tests that run no app. */
public final class EventStoreSchema {

  private EventStoreSchema() {}

  public static void make(TestDatabase database) {
    Flyway.configure()
      .dataSource(database.dataSource())
      .locations("classpath:db/command-side")
      .defaultSchema("event_store")
      .schemas("event_store")
      .load()
      .migrate();
  }
}
