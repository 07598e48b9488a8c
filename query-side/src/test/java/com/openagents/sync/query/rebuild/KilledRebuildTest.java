package com.openagents.sync.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.rebuild.RebuildReport;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.Follower;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Rebuilds whose connection is cut at the worst moments. */
class KilledRebuildTest {

  private static final int MESSAGES = 40;
  private static final String VERIFY = "{\"kind\":\"verify\"}";

  private static EventStore store;
  private static JdbcClient jdbc;
  private static RunningQuerySide app;
  private static Sample sample;

  @BeforeAll
  static void start() {
    TestDatabase database = TestDatabase.create();
    store = EventStore.createdIn(database);
    jdbc = JdbcClient.create(database.dataSource());
    app = RunningQuerySide.on(
      database,
      "agentsync.rebuild.operators=" + EventStore.ACTOR,
      "agentsync.rebuild.look-every=20ms",
      "agentsync.rebuild.page-events-max=3",
      "agentsync.rebuild.flush-rows-max=2"
    );
    sample = Sample.in(store);
    for (int number = 0; number < MESSAGES; number++) {
      store.append(sample.message("message " + number));
    }
    // A sequence remembers it, also when the transaction that died is undone.
    run(
      """
      CREATE FUNCTION kill_now() RETURNS void LANGUAGE plpgsql AS $$ BEGIN
        IF nextval('kills') = 1 THEN PERFORM pg_terminate_backend(pg_backend_pid()); END IF;
      END $$
      """
    );
    run(
      """
      CREATE FUNCTION kill_at_row() RETURNS trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM kill_now(); RETURN NULL; END $$
      """
    );
    run(
      """
      CREATE FUNCTION kill_at_command() RETURNS event_trigger LANGUAGE plpgsql AS
      $$ BEGIN PERFORM kill_now(); END $$
      """
    );
  }

  @AfterAll
  static void stop() {
    app.close();
  }

  @BeforeEach
  void damage() {
    MessagePosted damaged = sample.message("damaged");
    store.append(damaged);
    store.awaitProjected();
    run("UPDATE read.messages SET role = 'tool' WHERE id = '" + damaged.id() + "'");
    run("CREATE SEQUENCE kills");
  }

  @AfterEach
  void killNoMore() {
    run("DROP TRIGGER IF EXISTS kill_once ON rebuild.runs");
    run("DROP EVENT TRIGGER IF EXISTS kill_once");
    run("DROP SEQUENCE kills");
  }

  @ParameterizedTest
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
    "contract 12: a run whose connection is cut, at whatever step, goes on and tells once what differs"
  )
  void cutOff(String moment) {
    run(
      """
      CREATE TRIGGER kill_once AFTER UPDATE ON rebuild.runs
      FOR EACH ROW WHEN (%s) EXECUTE FUNCTION kill_at_row()
      """.formatted(moment)
    );
    requireToldOnce();
  }

  @ParameterizedTest
  @ValueSource(strings = { "CREATE INDEX", "ALTER TABLE" })
  @DisplayName("contract 12: so does one that is cut amid its indexes, or while tables change places")
  void cutOffAmid(String command) {
    run(
      """
      CREATE EVENT TRIGGER kill_once ON ddl_command_end
      WHEN TAG IN ('%s') EXECUTE FUNCTION kill_at_command()
      """.formatted(command)
    );
    requireToldOnce();
  }

  private static void requireToldOnce() {
    Follower follower = Follower.begun(app, sample.org());
    long before = number("SELECT last_id FROM sync.log_head");
    RebuildReport report = new Rebuilds(app).report("{}");
    assertThat(number("SELECT count(*) FROM kills WHERE is_called")).isEqualTo(1);
    assertThat(report.rowsDiffering()).isEqualTo(1);
    assertThat(number("SELECT last_id FROM sync.log_head")).isEqualTo(before + 2);
    follower.requireFollows();
    assertThat(follower.rungs()).isEmpty();
    assertThat(new Rebuilds(app).report(VERIFY).rowsDiffering()).isZero();
    Awaitility.await().until(
      () -> number("SELECT count(*) FROM pg_tables WHERE schemaname = 'rebuild'") == 3
    );
  }

  private static long number(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  private static void run(String sql) {
    jdbc.sql(sql).update();
  }
}
