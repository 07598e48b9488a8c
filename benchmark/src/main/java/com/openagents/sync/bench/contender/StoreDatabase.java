package com.openagents.sync.bench.contender;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import org.flywaydb.core.Flyway;

/** A PostgreSQL with an event store and nothing around it. */
public final class StoreDatabase implements AutoCloseable {

  private static final int CONNECTIONS = 4;

  private final Database database;

  private StoreDatabase(Database database) {
    this.database = database;
  }

  public static StoreDatabase start(Path data) throws IOException {
    StoreDatabase store = new StoreDatabase(Database.start(data));
    try (HikariDataSource pool = store.pool()) {
      Flyway.configure()
        .dataSource(pool)
        .locations("classpath:db/command-side")
        .defaultSchema("event_store")
        .schemas("event_store")
        .load()
        .migrate();
    }
    return store;
  }

  public HikariDataSource pool() {
    HikariDataSource pool = new HikariDataSource();
    pool.setJdbcUrl(database.environment().get("JDBC_URL"));
    pool.setUsername(database.environment().get("DATABASE_USER"));
    pool.setPassword(database.environment().get("DATABASE_PASSWORD"));
    pool.setMaximumPoolSize(CONNECTIONS);
    return pool;
  }

  @Override
  public void close() throws IOException {
    database.close();
  }
}
