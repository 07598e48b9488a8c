package com.openagents.sync.bench.contender;

import com.openagents.sync.standalone.database.DataDirectory;
import com.openagents.sync.standalone.database.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;

/** A PostgreSQL of one contender's own, started just as the engine starts its, and with the same statistics in all. */
final class Database implements AutoCloseable {

  private final DataDirectory directory;
  private final PostgresServer server;

  private Database(Path data) {
    directory = DataDirectory.claim(data);
    server = PostgresServer.start(directory);
  }

  static Database start(Path data) throws IOException {
    prepare(data);
    return new Database(data);
  }

  /** Makes a cluster that counts statements, for whoever starts it next. */
  static void prepare(Path data) throws IOException {
    if (Files.exists(data.resolve("postgres"))) {
      return;
    }
    try (Database database = new Database(data)) {
      database.execute("ALTER SYSTEM SET shared_preload_libraries = 'pg_stat_statements'");
    }
    try (Database database = new Database(data)) {
      database.execute("CREATE EXTENSION pg_stat_statements");
    }
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
  }

  void execute(String sql) throws IOException {
    try (Connection connection = connect(); Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IOException(failure);
    }
  }

  ProcessHandle process() throws IOException {
    return process(directory.path());
  }

  static ProcessHandle process(Path data) throws IOException {
    String processId = Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst().strip();
    return ProcessHandle.of(Long.parseLong(processId)).orElseThrow();
  }

  /** For the servers that use it. */
  Map<String, String> environment() {
    String address = server.jdbcUrl().substring("jdbc:postgresql://".length());
    return Map.of(
      "JDBC_URL",
      server.jdbcUrl(),
      "DATABASE_USER",
      server.user(),
      "DATABASE_PASSWORD",
      server.password(),
      "DATABASE",
      "postgres://%s:%s@%s".formatted(server.user(), server.password(), address)
    );
  }

  @Override
  public void close() throws IOException {
    server.close();
    directory.close();
  }
}
