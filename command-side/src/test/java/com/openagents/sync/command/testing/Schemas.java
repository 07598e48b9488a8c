package com.openagents.sync.command.testing;

import com.openagents.sync.platform.testing.TestDatabase;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;

/** Schemas as the apps that own them make them. */
public final class Schemas {

  private static final Path QUERY_SIDE = Path.of(
    System.getProperty("basedir", "."),
    "../query-side/src/main/resources/db/query-side"
  );

  private Schemas() {}

  public static void makeEventStore(TestDatabase database) {
    migrate(database, "classpath:db/command-side", "event_store");
  }

  public static void makeSyncLog(TestDatabase database) {
    migrate(database, "filesystem:" + QUERY_SIDE, "sync", "read");
  }

  private static void migrate(TestDatabase database, String location, String... schemas) {
    Flyway.configure()
      .dataSource(database.dataSource())
      .locations(location)
      .defaultSchema(schemas[0])
      .schemas(schemas)
      .load()
      .migrate();
  }
}
