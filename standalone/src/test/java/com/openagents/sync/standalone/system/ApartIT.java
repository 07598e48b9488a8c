package com.openagents.sync.standalone.system;

import com.openagents.sync.platform.testing.Ports;
import com.openagents.sync.platform.testing.TestDatabase;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Each part a process of its own, on one PostgreSQL, by a role that does not own the event store. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ApartIT extends SyncScenario {

  private final List<Program> parts = new ArrayList<>();
  private Client.Addresses addresses;

  @BeforeAll
  void start(@TempDir Path folder) {
    TestDatabase.Roles database = TestDatabase.create().roles();
    URI commands = start("command-side", database, folder);
    URI queries = start("query-side", database, folder);
    URI gateway = start("sync-gateway", database, folder, "--agentsync.gateway.query-side-url=" + queries);
    parts.forEach(part -> part.awaitPrinted("Started "));
    addresses = new Client.Addresses(commands, queries, gateway);
  }

  @AfterAll
  void stop() {
    parts.forEach(Program::close);
  }

  @Override
  Client.Addresses engine() {
    return addresses;
  }

  private URI start(String part, TestDatabase.Roles database, Path folder, String... more) {
    int port = Ports.free();
    Stream<String> options = Stream.concat(
      Stream.of(
        "--server.port=" + port,
        "--agentsync.dev-issuer.key-file=" + folder.resolve("dev-issuer.jwk"),
        "--agentsync.subject-keys.master-key-file=" + folder.resolve("master.key")
      ),
      database
        .settings()
        .stream()
        .map(setting -> "--" + setting)
    );
    parts.add(Program.ofModule(part, Stream.concat(options, Stream.of(more)).toArray(String[]::new)));
    return URI.create("http://127.0.0.1:" + port);
  }
}
