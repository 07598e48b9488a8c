package com.openagents.sync.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./run rebuild} does for whoever has the data directory. */
class RebuildIT {

  @TempDir
  Path data;

  @Test
  @DisplayName(
    "contract 12: rows that somebody changed are named and repaired beside the engine, and rebuilt without it"
  )
  void rebuilds() throws Exception {
    try (Engine engine = Engine.start(data)) {
      Client client = new Client(Client.Addresses.one(engine.url()), "ada", "acme");
      client.post("/api/agent", Map.of("org_id", client.org(), "name", "Grace"));
      requireDone("0 differ", rebuild("verify"));
      requireDone("0 differ", rebuild("--model", "Agent"));
      requireDone("0 differ", rebuild("rollback"));
      change("UPDATE read.agents SET status = 'retired'");
      Program verify = rebuild("verify");
      assertThat(verify.awaitExit()).as(verify.output()).isEqualTo(1);
      assertThat(verify.output()).contains("1 differ", "status is retired and should be active");
      requireDone("told by 2 sync events", rebuild("repair"));
      requireDone("0 differ", rebuild("verify"));
      change("DELETE FROM read.agents");
    }
    requireDone("told by 2 sync events", rebuild());
    requireDone("1 differ", rebuild("rollback"));
  }

  @Test
  void whereThereIsNothingToRebuildIsSaid() {
    Program rebuild = rebuild();
    assertThat(rebuild.awaitExit()).isEqualTo(1);
    assertThat(rebuild.output()).contains("There is no event store in");
  }

  private static void requireDone(String says, Program program) {
    assertThat(program.awaitExit()).as(program.output()).isZero();
    assertThat(program.output()).contains(says);
  }

  private Program rebuild(String... words) {
    List<String> arguments = Stream.of(
      Stream.of("rebuild"),
      Stream.of(words),
      Stream.of("--data", data.toString())
    )
      .flatMap(all -> all)
      .toList();
    return Program.standalone(arguments.toArray(String[]::new));
  }

  private void change(String sql) throws SQLException, IOException {
    Properties access = new Properties();
    try (var file = Files.newInputStream(data.resolve("postgres/agentsync-access.properties"))) {
      access.load(file);
    }
    try (
      Connection connection = DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + access.getProperty("port") + "/postgres",
        access
      );
      Statement statement = connection.createStatement()
    ) {
      statement.execute(sql);
    }
  }
}
