package com.openagents.sync.platform.testing;

import java.nio.file.Path;
import org.flywaydb.core.Flyway;

/** The sync log and the read tables, made by the migrations of the query side. */
public final class SyncSchema {

  private static final Path MIGRATIONS = Path.of(
    System.getProperty("basedir", "."),
    "../query-side/src/main/resources/db/query-side"
  );

  private SyncSchema() {}

  public static void make(TestDatabase database) {
    Flyway.configure()
      .dataSource(database.dataSource())
      .locations("filesystem:" + MIGRATIONS)
      .defaultSchema("sync")
      .schemas("sync", "read")
      .load()
      .migrate();
  }
}
