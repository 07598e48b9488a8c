package com.openagents.sync.bench.contender;

import com.openagents.sync.standalone.database.DataDirectory;
import com.openagents.sync.standalone.database.PostgresServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A PostgreSQL of one contender's own, started just as the engine starts its. */
final class Database implements AutoCloseable {

  private final DataDirectory directory;
  private final PostgresServer server;

  Database(Path data) {
    directory = DataDirectory.claim(data);
    server = PostgresServer.start(directory);
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
