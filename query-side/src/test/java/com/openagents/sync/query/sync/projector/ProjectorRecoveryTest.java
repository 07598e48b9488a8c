package com.openagents.sync.query.sync.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.net.URI;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("The projector goes on by itself once what it needs is back")
class ProjectorRecoveryTest {

  private static final Duration WITHIN = Duration.ofSeconds(30);

  private final TestDatabase database = TestDatabase.create();

  @Test
  @DisplayName("an event store that comes later")
  void lateSchema() {
    try (RunningQuerySide app = RunningQuerySide.on(database)) {
      awaitState(app, "waiting");

      EventStore store = EventStore.createdIn(database);
      Sample.in(store);

      LogChecks.of(database).awaitPosition(store.lastIndex());
      awaitState(app, "following");
    }
  }

  @Test
  @DisplayName("contract 3: a database that goes away under load; ids stay dense, nothing comes twice")
  void databaseAway() {
    EventStore store = EventStore.createdIn(database);
    try (
      RunningQuerySide app = RunningQuerySide.on(
        database,
        "agentsync.projector.batch-events-max=3",
        "spring.datasource.hikari.connection-timeout=1000"
      )
    ) {
      Sample sample = Sample.in(store);
      for (int number = 0; number < 100; number++) {
        store.append(sample.message("message " + number));
      }
      shutOut();
      awaitState(app, "waiting");
      letIn();

      LogChecks checks = LogChecks.of(database);
      checks.awaitPosition(store.lastIndex());
      awaitState(app, "following");
      checks.requireDenseChains();
      checks.requireNothingTwice();
      assertThat(checks.number("SELECT count(*) FROM read.messages")).isEqualTo(100);
    }
  }

  private static void awaitState(RunningQuerySide app, String state) {
    await()
      .atMost(WITHIN)
      .until(() ->
        RunningQuerySide.JSON.readTree(app.get("/actuator/health/projector").body())
          .at("/details/state")
          .asString("")
          .equals(state)
      );
  }

  /** As the server's restart looks to its clients: connections end, new ones are refused. */
  private void shutOut() {
    admin("ALTER DATABASE %s ALLOW_CONNECTIONS false");
    JdbcClient.create(adminDataSource())
      .sql("SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = ?")
      .param(name())
      .query(Long.class)
      .single();
  }

  private void letIn() {
    admin("ALTER DATABASE %s ALLOW_CONNECTIONS true");
  }

  private void admin(String sql) {
    JdbcClient.create(adminDataSource()).sql(sql.formatted(name())).update();
  }

  private PGSimpleDataSource adminDataSource() {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setUrl(database.jdbcUrl().replace(name(), "postgres"));
    return dataSource;
  }

  private String name() {
    return URI.create(database.jdbcUrl().substring("jdbc:".length())).getPath().substring(1);
  }
}
