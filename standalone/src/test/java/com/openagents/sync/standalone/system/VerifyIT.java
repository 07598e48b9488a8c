package com.openagents.sync.standalone.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code ./run verify} and {@code ./run check-proof} say to whoever has the data directory. */
class VerifyIT {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @TempDir
  Path data;

  @TempDir
  Path folder;

  @Test
  @DisplayName("contract 14: the store is verified beside the engine and without it, and a change is named")
  void verifies() throws Exception {
    String agent;
    try (Engine engine = Engine.start(data)) {
      Client client = new Client(Client.Addresses.one(engine.url()), "ada", "acme");
      agent = client
        .post("/api/agent", Map.of("org_id", client.org(), "name", "Grace"))
        .body()
        .path("id")
        .asString();
      requireVerified();
      requireProof(client, agent);
      assertThat(client.get("/actuator/health/evidence").response().body()).contains("\"changeable\":false");
    }
    requireVerified();
    try (Engine _ = Engine.start(data)) {
      tamper("UPDATE event_store.domain_events SET payload = metadata WHERE aggregate_id = '" + agent + "'");
    }
    Program verify = verify();
    assertThat(verify.awaitExit()).as(verify.output()).isEqualTo(1);
    assertThat(verify.output()).contains("The store is NOT as it was.", "changed: event 2 (");
  }

  @Test
  void whereThereIsNothingToVerifyIsSaid() {
    Program verify = verify();
    assertThat(verify.awaitExit()).isEqualTo(1);
    assertThat(verify.output()).contains("There is no event store in");
  }

  private void requireVerified() {
    Program verify = verify();
    assertThat(verify.awaitExit()).as(verify.output()).isZero();
    assertThat(verify.output()).contains("All is as it was.");
  }

  private void requireProof(Client client, String agent) throws Exception {
    String event = stored(
      "SELECT event_id FROM event_store.domain_events WHERE aggregate_id = '" + agent + "'"
    );
    await()
      .atMost(PATIENCE)
      .until(() -> client.get("/audit/proof/" + event).status() == 200);
    Path proof = Files.writeString(
      folder.resolve("proof.json"),
      client
        .get("/audit/proof/" + event)
        .response()
        .body()
    );
    Path key = data.resolve("evidence/public-keys.pem");
    Program check = Program.start(
      List.of(Program.ROOT.resolve("run").toString(), "check-proof", proof.toString(), key.toString())
    );
    assertThat(check.awaitExit()).as(check.output()).isZero();
    assertThat(check.output()).contains("The proof holds.", event, "AgentCreated of Agent " + agent);
  }

  private Program verify() {
    return Program.standalone("verify", "--data", data.toString());
  }

  private String stored(String query) throws SQLException, IOException {
    try (
      Connection connection = connect();
      Statement statement = connection.createStatement();
      var row = statement.executeQuery(query)
    ) {
      row.next();
      return row.getString(1);
    }
  }

  private void tamper(String deed) throws SQLException, IOException {
    try (Connection connection = connect(); Statement statement = connection.createStatement()) {
      statement.execute("SET session_replication_role = replica");
      statement.execute(deed);
    }
  }

  private Connection connect() throws SQLException, IOException {
    Properties access = new Properties();
    try (var file = Files.newInputStream(data.resolve("postgres/agentsync-access.properties"))) {
      access.load(file);
    }
    return DriverManager.getConnection(
      "jdbc:postgresql://127.0.0.1:" + access.getProperty("port") + "/postgres",
      access
    );
  }
}
