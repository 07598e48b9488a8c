package com.openagents.sync.standalone.proof.model;

import com.openagents.sync.command.CommandSideApplication;
import com.openagents.sync.gateway.SyncGatewayApplication;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.QuerySideApplication;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The engine: one command side, two query sides, two gateways, one database. */
final class Parts implements AutoCloseable {

  /** Small, so that what happens at a limit happens all the time. */
  private static final List<String> TIGHT_GATEWAY = List.of(
    "agentsync.gateway.outbound-queue-bytes-max=16384",
    "agentsync.gateway.page-events-max=7",
    "agentsync.gateway.page-bytes-max=4096",
    "agentsync.gateway.bootstrap-part-bytes-max=2048",
    "agentsync.gateway.recent-events-bytes-max=16384",
    "agentsync.gateway.known-scopes-max=4",
    "agentsync.gateway.catch-up-readers-max=2",
    "agentsync.gateway.tail-poll-every=300ms"
  );
  private static final List<String> QUERIES = List.of(
    "agentsync.projector.partition-ids=100",
    "agentsync.projector.poll-every=300ms",
    "agentsync.retention.keep-for=2s",
    "agentsync.retention.compacted-for=6s",
    "agentsync.retention.look-every=500ms",
    "agentsync.retention.compact-ids-max=30",
    "agentsync.projector.batch-events-max=20",
    "agentsync.bootstrap.streams-at-once-max=6",
    "agentsync.bootstrap.rows-per-fetch=5"
  );

  private final Lock oneAtATime = new ReentrantLock();
  private final DataSource database;
  private final Part commands;
  private final List<Part> queries;
  private final List<Part> gateways;

  /** The network holds little, so that who does not read is felt soon. */
  @Configuration(proxyBeanMethods = false)
  static class SmallBuffers {

    @Bean
    WebServerFactoryCustomizer<TomcatServletWebServerFactory> littleInTheNetwork() {
      return factory ->
        factory.addConnectorCustomizers(connector -> connector.setProperty("socket.txBufSize", "4096"));
    }
  }

  private Parts(TestDatabase database, Path folder) {
    this.database = database.dataSource();
    commands = new Part("command-1", database, folder, List.of(), CommandSideApplication.class);
    queries = Stream.of("query-1", "query-2")
      .map(name -> new Part(name, database, folder, QUERIES, QuerySideApplication.class))
      .toList();
    gateways = List.of(
      gateway("gateway-1", database, folder, queries.getFirst(), List.of()),
      gateway("gateway-2", database, folder, queries.getLast(), TIGHT_GATEWAY)
    );
  }

  static Parts start(Path folder) {
    Parts parts = new Parts(TestDatabase.create(), folder);
    parts.all().forEach(Part::start);
    return parts;
  }

  DataSource database() {
    return database;
  }

  URI commands() {
    return commands.address();
  }

  /** @param number any; counted around */
  URI query(int number) {
    return queries.get(Math.floorMod(number, queries.size())).address();
  }

  /** @param number any; counted around */
  URI gateway(int number) {
    return gateways.get(Math.floorMod(number, gateways.size())).address();
  }

  List<Part> all() {
    return Stream.concat(Stream.of(commands), Stream.concat(queries.stream(), gateways.stream())).toList();
  }

  /** The part with that name. */
  Part part(String name) {
    return all()
      .stream()
      .filter(part -> part.name().equals(name))
      .findFirst()
      .orElseThrow();
  }

  /** Two parts of a kind are never away together. */
  void restart(Part part) {
    oneAtATime.lock();
    try {
      part.restart();
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Ends a part's database connections wherever they are, as a crash of the database's host would. */
  void cutFromDatabase(Part part) {
    // Not while a part starts, which then is right to refuse.
    oneAtATime.lock();
    try {
      execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '" +
          part.name() +
          "'"
      );
    } finally {
      oneAtATime.unlock();
    }
  }

  /** Keeps all projectors from moving the log for a while, as a slow disk would. */
  void holdTheLog(double seconds) {
    execute("BEGIN; SELECT 1 FROM sync.log_head FOR UPDATE; SELECT pg_sleep(" + seconds + "); COMMIT");
  }

  private void execute(String sql) {
    try (
      Connection connection = database.getConnection();
      Statement statement = connection.createStatement()
    ) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static Part gateway(
    String name,
    TestDatabase database,
    Path folder,
    Part queries,
    List<String> more
  ) {
    List<String> settings = Stream.concat(
      Stream.of("agentsync.gateway.query-side-url=" + queries.address()),
      more.stream()
    ).toList();
    return new Part(name, database, folder, settings, SyncGatewayApplication.class, SmallBuffers.class);
  }

  @Override
  public void close() {
    all().reversed().forEach(Part::close);
  }
}
