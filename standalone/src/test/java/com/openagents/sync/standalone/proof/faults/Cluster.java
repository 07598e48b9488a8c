package com.openagents.sync.standalone.proof.faults;

import static org.awaitility.Awaitility.await;

import com.openagents.sync.standalone.database.MortalPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The engine as it would run for real: PostgreSQL and two nodes of each app, every one a process. Between all that talk
 * to each other there are wires that can fail; the addresses named direct have none.
 */
final class Cluster implements AutoCloseable {

  static final int NODES_PER_APP = 2;
  private static final Duration READY_WITHIN = Duration.ofMinutes(3);

  enum App {
    COMMAND("command-side"),
    QUERY("query-side"),
    GATEWAY("sync-gateway");

    private final String module;

    App(String module) {
      this.module = module;
    }
  }

  private final HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final MortalPostgres postgres;
  private final Map<App, List<Node>> nodes = new LinkedHashMap<>();
  private final Map<App, List<Proxy>> wires = new LinkedHashMap<>();
  private final List<Proxy> databaseWires = new ArrayList<>();

  private Cluster(MortalPostgres postgres) {
    this.postgres = postgres;
  }

  /** @param outputs where the processes write what they have to say */
  static Cluster start(Path folder, Path outputs) {
    Cluster cluster = new Cluster(MortalPostgres.start(folder.resolve("database")));
    for (App app : App.values()) {
      List<Node> ofApp = new ArrayList<>();
      List<Proxy> wiresOfApp = new ArrayList<>();
      for (int number = 1; number <= NODES_PER_APP; number++) {
        Node node = Node.start(
          app.module,
          app.module + "-" + number,
          outputs,
          cluster.options(app, number, folder)
        );
        ofApp.add(node);
        wiresOfApp.add(new Proxy(node.port()));
      }
      cluster.nodes.put(app, ofApp);
      cluster.wires.put(app, wiresOfApp);
    }
    cluster.awaitReady();
    return cluster;
  }

  private List<String> options(App app, int number, Path folder) {
    Proxy database = new Proxy(postgres.port());
    databaseWires.add(database);
    List<String> options = new ArrayList<>(
      List.of(
        "--spring.datasource.url=" + jdbcUrl(database.port(), app.module + "-" + number),
        "--spring.datasource.username=" + postgres.user(),
        "--spring.datasource.password=" + postgres.password(),
        "--agentsync.dev-issuer.key-file=" + folder.resolve("dev-issuer.jwk")
      )
    );
    if (app == App.GATEWAY) {
      options.add("--agentsync.gateway.query-side-url=" + wire(App.QUERY, number - 1));
    }
    return options;
  }

  private static String jdbcUrl(int port, String user) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres?ApplicationName=" + user;
  }

  /** Waits until every process answers. */
  void awaitReady() {
    await("All nodes are ready")
      .atMost(READY_WITHIN)
      .pollInterval(Duration.ofMillis(200))
      .until(() ->
        all()
          .stream()
          .allMatch(node -> node.isReady(http))
      );
  }

  List<Node> all() {
    return nodes.values().stream().flatMap(List::stream).toList();
  }

  Node node(App app, int index) {
    return Objects.requireNonNull(nodes.get(app)).get(index);
  }

  /** Where a node is reached through a wire that may fail. */
  URI wire(App app, int index) {
    return local(Objects.requireNonNull(wires.get(app)).get(index).port());
  }

  URI direct(App app, int index) {
    return local(node(app, index).port());
  }

  private static URI local(int port) {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** Between clients and nodes. */
  List<Proxy> clientWires() {
    return wires.values().stream().flatMap(List::stream).toList();
  }

  List<Proxy> databaseWires() {
    return databaseWires;
  }

  MortalPostgres postgres() {
    return postgres;
  }

  Connection connect() throws SQLException {
    return DriverManager.getConnection(
      jdbcUrl(postgres.port(), "proof"),
      postgres.user(),
      postgres.password()
    );
  }

  @Override
  public void close() throws IOException {
    all().forEach(Node::close);
    clientWires().forEach(Cluster::close);
    databaseWires.forEach(Cluster::close);
    http.shutdownNow();
    postgres.close();
  }

  private static void close(Proxy wire) {
    try {
      wire.close();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static Path emptyFolder(Path folder) {
    try {
      Files.createDirectories(folder);
      try (var files = Files.list(folder)) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          Files.delete(file);
        }
      }
      return folder;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
