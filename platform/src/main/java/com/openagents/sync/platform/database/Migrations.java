package com.openagents.sync.platform.database;

import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationStrategy;

/** Each app migrates the schemas that it owns, with a history of its own. */
public final class Migrations {

  private Migrations() {}

  /**
   * @param owner the app, as in {@code db/<owner>} on the class path
   * @param schemas the first one holds the history
   */
  public static FlywayMigrationInitializer of(DataSource dataSource, String owner, String... schemas) {
    return of(dataSource, owner, Flyway::migrate, schemas);
  }

  /** @param strategy migrates, and may do more before or after */
  public static FlywayMigrationInitializer of(
    DataSource dataSource,
    String owner,
    FlywayMigrationStrategy strategy,
    String... schemas
  ) {
    return new FlywayMigrationInitializer(
      Flyway.configure()
        .dataSource(new PatientDataSource(dataSource))
        .locations("classpath:db/" + owner)
        .defaultSchema(schemas[0])
        .schemas(schemas)
        .load(),
      strategy
    );
  }
}
