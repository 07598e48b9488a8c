package com.openagents.sync.platform.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.ds.PGSimpleDataSource;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.postgresql.PostgreSQLContainer;

/**
 * A fresh, empty database on a real PostgreSQL: the one that {@code AGENTSYNC_TEST_JDBC_URL} names, else in a container
 * where Docker runs, else embedded. One server serves all tests of a JVM.
 */
public record TestDatabase(String jdbcUrl) {
  private static final String IMAGE = "postgres:18.4";
  private static @Nullable String serverUrl;

  public static TestDatabase create() {
    return create("template1");
  }

  /** Another one with all that this one holds. Who is connected to this one is cut off. */
  public TestDatabase copy() {
    return create(URI.create(jdbcUrl.substring("jdbc:".length())).getPath().substring(1));
  }

  private static TestDatabase create(String template) {
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    String server = server();
    try (
      Connection connection = DriverManager.getConnection(server);
      Statement statement = connection.createStatement()
    ) {
      statement.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '" + template + "'"
      );
      statement.execute("CREATE DATABASE " + name + " TEMPLATE " + template);
    } catch (SQLException failure) {
      throw new IllegalStateException("Can't make a test database on " + server, failure);
    }
    return new TestDatabase(withDatabase(server, name));
  }

  /**
   * The roles of an engine that is set up well: one that owns the event store, one by which the application works.
   *
   * @param url without a role
   */
  public record Roles(
    String url,
    String owner,
    String ownerPassword,
    String application,
    String applicationPassword
  ) {
    /** The database as the application's role sees it. */
    public TestDatabase asApplication() {
      return new TestDatabase(url + "?user=" + application + "&password=" + applicationPassword);
    }

    /** For an app to start by. */
    public List<String> settings() {
      return List.of(
        "spring.datasource.url=" + url,
        "spring.datasource.username=" + application,
        "spring.datasource.password=" + applicationPassword,
        "agentsync.event-store.owner.username=" + owner,
        "agentsync.event-store.owner.password=" + ownerPassword
      );
    }
  }

  /** Makes a role for the application beside the one that this database was made by. */
  public Roles roles() {
    Properties parameters = Objects.requireNonNull(Driver.parseURL(jdbcUrl, new Properties()));
    String database = parameters.getProperty("PGDBNAME");
    try (
      Connection connection = DriverManager.getConnection(jdbcUrl);
      Statement statement = connection.createStatement()
    ) {
      statement.execute("CREATE ROLE " + database + "_app LOGIN PASSWORD 'app'");
      statement.execute("GRANT CREATE ON DATABASE " + database + " TO " + database + "_app");
    } catch (SQLException failure) {
      throw new IllegalStateException("Can't make a role", failure);
    }
    return new Roles(
      jdbcUrl.contains("?") ? jdbcUrl.substring(0, jdbcUrl.indexOf('?')) : jdbcUrl,
      parameters.getProperty("user", "postgres"),
      parameters.getProperty("password", ""),
      database + "_app",
      "app"
    );
  }

  public DataSource dataSource() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(jdbcUrl);
    return dataSource;
  }

  private static synchronized String server() {
    if (serverUrl == null) {
      String given = System.getenv("AGENTSYNC_TEST_JDBC_URL");
      serverUrl = given != null ? given : start();
    }
    return serverUrl;
  }

  private static String start() {
    if (DockerClientFactory.instance().isDockerAvailable()) {
      PostgreSQLContainer container = new PostgreSQLContainer(IMAGE);
      container.start();
      return (
        container.getJdbcUrl() + "&user=" + container.getUsername() + "&password=" + container.getPassword()
      );
    }
    try {
      return EmbeddedPostgres.builder().start().getJdbcUrl("postgres", "postgres");
    } catch (IOException failure) {
      throw new UncheckedIOException("Can't start an embedded PostgreSQL", failure);
    }
  }

  private static String withDatabase(String url, String name) {
    URI server = URI.create(url.substring("jdbc:".length()));
    String query = server.getRawQuery() == null ? "" : "?" + server.getRawQuery();
    return "jdbc:postgresql://" + server.getRawAuthority() + "/" + name + query;
  }
}
