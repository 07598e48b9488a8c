package com.openagents.sync.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.rebuild.RebuildReport;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.FoldedScope;
import com.openagents.sync.query.testing.Follower;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rebuilds whose connection is cut, or whose node stops, at the worst moments. */
class KilledRebuildTest {

  private static final int MESSAGES = 40;
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final String[] SETTINGS = {
    "agentsync.rebuild.operators=" + EventStore.ACTOR,
    "agentsync.rebuild.look-every=20ms",
    "agentsync.rebuild.page-events-max=3",
    "agentsync.rebuild.flush-rows-max=2",
  };

  private final TestDatabase database = TestDatabase.create();
  private final EventStore store = EventStore.createdIn(database);
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final RunningQuerySide app = RunningQuerySide.on(database, SETTINGS);
  private final Sample sample = Sample.in(store);

  @BeforeEach
  void damage() {
    MessagePosted damaged = sample.message("damaged");
    store.append(damaged);
    for (int number = 0; number < MESSAGES; number++) {
      store.append(sample.message("message " + number));
    }
    store.awaitProjected(WITHIN);
    jdbc.sql("UPDATE read.messages SET role = 'tool' WHERE id = ?").param(damaged.id()).update();
  }

  @AfterEach
  void stop() {
    app.close();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
    strings = {
      "NEW.position >= 10",
      "NEW.phase = 'indexing'",
      "NEW.phase = 'catching_up'",
      "NEW.phase = 'comparing'",
      "NEW.phase = 'flipping'",
      "NEW.flip_position IS NOT NULL",
      "NEW.state = 'done'",
    }
  )
  @DisplayName(
    "contract 12: whose connection is cut, at whatever step: it goes on, and tells what differs once"
  )
  void cutOff(String moment) {
    killOnce();
    jdbc
      .sql(
        "CREATE TRIGGER kill_once AFTER UPDATE ON rebuild.runs FOR EACH ROW WHEN (%s) EXECUTE FUNCTION kill_once()".formatted(
          moment
        )
      )
      .update();
    requireToldOnce();
  }

  @ParameterizedTest
  @ValueSource(strings = { "CREATE INDEX", "ALTER TABLE" })
  @DisplayName(
    "contract 12: whose connection is cut amid indexes that are made, or tables that change places"
  )
  void cutOffAmid(String command) {
    killOnce();
    jdbc
      .sql(
        """
        CREATE FUNCTION kill_command_once() RETURNS event_trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM kill_now(); END $$
        """
      )
      .update();
    jdbc
      .sql(
        "CREATE EVENT TRIGGER kill_once ON ddl_command_end WHEN TAG IN ('%s') EXECUTE FUNCTION kill_command_once()".formatted(
          command
        )
      )
      .update();
    requireToldOnce();
  }

  /** A sequence remembers it, also when the transaction that died is undone. */
  private void killOnce() {
    jdbc.sql("CREATE SEQUENCE kills").update();
    jdbc
      .sql(
        """
        CREATE FUNCTION kill_now() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
          IF nextval('kills') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
        END $$
        """
      )
      .update();
    jdbc
      .sql(
        """
        CREATE FUNCTION kill_once() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN PERFORM kill_now(); RETURN NULL; END $$
        """
      )
      .update();
  }

  private void requireToldOnce() {
    Follower follower = follower(app);
    long before = lastId();
    Rebuilds rebuilds = new Rebuilds(app);
    RebuildReport report = rebuilds.report("{}");
    assertThat(number("SELECT CASE WHEN is_called THEN last_value ELSE 0 END FROM kills")).isPositive();
    assertThat(report.rowsDiffering()).isEqualTo(1);
    assertThat(lastId()).isEqualTo(before + 2);
    requireFollows(follower, app);
    assertThat(follower.rungs()).isEmpty();
    assertThat(rebuilds.report("{\"kind\":\"verify\"}").rowsDiffering()).isZero();
    assertThat(number("SELECT count(*) FROM pg_tables WHERE schemaname = 'rebuild'")).isEqualTo(3);
  }

  @Test
  @DisplayName(
    "contract 3, 12: whose node stops amid it, which projects as well: another one goes on with both"
  )
  void nodeStops() throws SQLException {
    try (Connection reader = database.dataSource().getConnection()) {
      reader.setAutoCommit(false);
      // The tables can't change places before the node is gone.
      reader.createStatement().execute("SELECT FROM read.messages");
      UUID run = new Rebuilds(app).begin("{}");
      Awaitility.await()
        .atMost(WITHIN)
        .until(() -> number("SELECT count(*) FROM rebuild.runs WHERE phase = 'flipping'") == 1);
      try (RunningQuerySide other = RunningQuerySide.on(database, SETTINGS)) {
        Follower follower = follower(other);
        app.close();
        assertThat(number("SELECT count(*) FROM rebuild.runs WHERE state = 'running'")).isEqualTo(1);
        store.append(sample.message("later"));
        store.awaitProjected(WITHIN);
        reader.rollback();
        assertThat(new Rebuilds(other).report(run).rowsDiffering()).isEqualTo(1);
        requireFollows(follower, other);
        assertThat(follower.rungs()).isEmpty();
        assertThat(new Rebuilds(other).report("{\"kind\":\"verify\"}").rowsDiffering()).isZero();
      }
    }
  }

  private Follower follower(RunningQuerySide node) {
    Follower follower = new Follower(node, sample.org());
    follower.bootstrap();
    return follower;
  }

  private static void requireFollows(Follower follower, RunningQuerySide node) {
    follower.catchUp();
    assertThat(follower.state()).isEqualTo(
      FoldedScope.of(node.json("/sync/bootstrap?scope=" + follower.scope()))
    );
  }

  private long lastId() {
    return number("SELECT last_id FROM sync.log_head");
  }

  private long number(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }
}
