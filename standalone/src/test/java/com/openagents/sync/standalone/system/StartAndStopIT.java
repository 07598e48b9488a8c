package com.openagents.sync.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.platform.testing.Ports;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can be wrong at the start gets one line, and whatever way a run ended, the next one starts. */
class StartAndStopIT {

  @TempDir
  Path data;

  @Test
  void aPortInUseIsNamed() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      int port = taken.getLocalPort();
      Program program = Program.standalone("--port", port + "", "--data", data.toString());
      requireRefused(
        program,
        "Port " + port + " is in use; stop what listens there or choose another with --port."
      );
    }
  }

  @Test
  void aDataDirectoryInUseNamesTheProcessAndIsLeftAlone() {
    try (Engine engine = Engine.start(data)) {
      Program rival = engine.rival("--port", Ports.free() + "");
      requireRefused(rival, "is in use by process " + engine.program().processId());
      assertThat(
        new Client(Client.Addresses.one(engine.url()), "ada", "acme").get("/actuator/health").status()
      ).isEqualTo(200);
    }
  }

  @Test
  void dataOfAnotherPostgresVersionIsRefused() throws Exception {
    Files.writeString(Files.createDirectories(data.resolve("postgres")).resolve("PG_VERSION"), "17\n");
    requireRefused(start(), "belongs to PostgreSQL 17, this is 18; choose another directory with --data.");
  }

  @Test
  void dataThatANewerVersionHasMigratedIsRefused() throws Exception {
    Engine engine = Engine.start(data);
    Properties access = new Properties();
    try (var file = Files.newInputStream(data.resolve("postgres/agentsync-access.properties"))) {
      access.load(file);
    }
    String url = "jdbc:postgresql://127.0.0.1:" + access.getProperty("port") + "/postgres";
    try (
      Connection connection = DriverManager.getConnection(url, access);
      Statement statement = connection.createStatement()
    ) {
      statement.execute(
        """
        INSERT INTO event_store.flyway_schema_history
          (installed_rank, version, description, type, script, installed_by, execution_time, success)
        VALUES (99, '99', 'later', 'SQL', 'V99__later.sql', 'later', 1, true)
        """
      );
    }
    engine.program().terminate();
    requireRefused(start(), "The data was written by a newer agentsync (V99__later.sql); use that one, or");
  }

  @Test
  void aFileIsNoDataDirectory() throws Exception {
    Path file = Files.writeString(data.resolve("file"), "");
    Program program = Program.standalone("--port", Ports.free() + "", "--data", file.toString());
    requireRefused(
      program,
      file + " can't hold the data: it is a file; choose another directory with --data."
    );
  }

  @Test
  void unknownOptionsAreMisuse() {
    Program program = Program.standalone("--colour", "blue");
    assertThat(program.awaitExit()).isEqualTo(2);
    assertThat(program.lines().getFirst()).isEqualTo("There is no option --colour.");
  }

  @Test
  void stopsCleanlyWhenAskedTo() throws IOException {
    Engine engine = Engine.start(data);
    long postmaster = postmaster();
    assertThat(engine.program().terminate()).isZero();
    assertThat(engine.program().lines()).last().isEqualTo("agentsync has stopped.");
    assertThat(engine.program().output())
      .doesNotContain("Exception")
      .doesNotContain("ERROR")
      .doesNotContain("WARN");
    await().until(() -> ProcessHandle.of(postmaster).isEmpty());
    assertThat(data.resolve("postgres/postmaster.pid")).doesNotExist();
  }

  @Test
  void whoIsConnectedIsToldWhenToComeBack() {
    try (Engine engine = Engine.start(data)) {
      Client client = new Client(Client.Addresses.one(engine.url()), "ada", "acme");
      try (Socket socket = new Socket(client)) {
        socket.send(Map.of("type", "ping"));
        socket.awaitType("pong");
        assertThat(engine.program().terminate()).isZero();
        assertThat(socket.awaitType("reconnect").path("afterMs").asLong()).isBetween(0L, 10L);
        assertThat(socket.awaitCloseCode()).isEqualTo(1001);
      }
    }
  }

  @Test
  void takesOverWhatAKilledRunLeftBehind() throws IOException {
    try (Engine engine = Engine.start(data)) {
      Client client = new Client(Client.Addresses.one(engine.url()), "ada", "acme");
      long before = client.post("/api/agent", Map.of("org_id", client.org(), "name", "survivor")).syncId();
      long orphan = postmaster();
      engine.program().kill();
      assertThat(ProcessHandle.of(orphan)).isPresent();

      engine.restart();
      assertThat(postmaster()).isNotEqualTo(orphan);
      await().until(() -> ProcessHandle.of(orphan).isEmpty());
      assertThat(client.models(client.orgScope()).path("Agents").path(0).path("name").asString()).isEqualTo(
        "survivor"
      );
      assertThat(
        client
          .get("/sync/bootstrap?scope=" + client.orgScope())
          .body()
          .path("lastSyncId")
          .asLong()
      ).isEqualTo(before);
      assertThat(engine.program().lines()).hasSize(2);
    }
  }

  @Test
  void aProcessNumberThatBelongsToSomebodyElseByNowIsNoHindrance() throws IOException {
    try (Engine engine = Engine.start(data)) {
      engine.program().terminate();
      List<String> stale = List.of(
        Long.toString(ProcessHandle.current().pid()),
        data.resolve("postgres").toString(),
        "1700000000",
        "5432",
        "",
        "127.0.0.1",
        "  1234567  1",
        "ready   "
      );
      Files.write(data.resolve("postgres/postmaster.pid"), stale);
      engine.restart();
      assertThat(postmaster()).isNotEqualTo(ProcessHandle.current().pid());
    }
  }

  private Program start() {
    return Program.standalone("--port", Ports.free() + "", "--data", data.toString());
  }

  private static void requireRefused(Program program, String why) {
    assertThat(program.awaitExit()).isEqualTo(1);
    assertThat(program.lines()).last().asString().contains(why);
    assertThat(program.lines()).hasSizeLessThanOrEqualTo(2);
  }

  private long postmaster() throws IOException {
    return Long.parseLong(Files.readAllLines(data.resolve("postgres/postmaster.pid")).getFirst().strip());
  }
}
