package com.openagents.sync.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.rebuild.RebuildReport;
import com.openagents.sync.api.rebuild.RebuildRun;
import com.openagents.sync.api.rebuild.RebuildState;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.FoldedScope;
import com.openagents.sync.query.testing.Follower;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Somebody takes the sync log away, under a running engine, and has it made anew. */
class LostLogTest {

  private static final String PARTITIONS_DROPPED = """
  DO $$ DECLARE part regclass; BEGIN
    FOR part IN SELECT inhrelid FROM pg_inherits WHERE inhparent = 'sync.sync_events'::regclass LOOP
      EXECUTE 'DROP TABLE ' || part;
    END LOOP;
  END $$
  """;
  private static final String ALL_GONE =
    "TRUNCATE sync.sync_events, sync.log_head, sync.scopes, sync.compacted_changes, sync.compacted_partitions";

  private static @Nullable RunningQuerySide app;
  private static @Nullable EventStore store;
  private static @Nullable JdbcClient jdbc;
  private static long greatest;

  @BeforeAll
  static void start() {
    TestDatabase database = TestDatabase.create();
    store = EventStore.createdIn(database);
    jdbc = JdbcClient.create(database.dataSource());
    app = RunningQuerySide.on(
      database,
      "agentsync.rebuild.operators=" + EventStore.ACTOR,
      "agentsync.rebuild.look-every=20ms",
      "agentsync.projector.retry-after-max=100ms"
    );
  }

  @AfterAll
  static void stop() {
    app().close();
  }

  @ParameterizedTest
  @DisplayName("contracts 6, 7, 8, 12: a log that is lost begins anew, with ids that nobody has seen")
  @ValueSource(
    strings = {
      "TRUNCATE sync.sync_events",
      PARTITIONS_DROPPED,
      "DELETE FROM sync.log_head",
      "UPDATE sync.log_head SET last_id = last_id - 3",
      ALL_GONE,
    }
  )
  void beginsAnew(String loss) {
    Sample sample = Sample.in(store());
    store().append(sample.message("one"), sample.message("two"));
    store().awaitProjected();
    Follower follower = Follower.begun(app(), sample.org());
    String epoch = epoch();
    greatest = Math.max(greatest, follower.cursor());

    jdbc().sql(loss).update();
    store().append(sample.message("while it is lost"));
    RebuildReport report = new Rebuilds(app()).report("{\"kind\":\"log\"}");

    assertThat(report.resync()).isEqualTo("the log begins anew");
    assertThat(
      app()
        .get(delta(follower) + "&epoch=" + epoch)
        .body()
    ).contains("resync_required", "epoch");
    assertThat(app().get(delta(follower)).statusCode()).isEqualTo(410);
    store().awaitProjected();
    follower.requireFollows();
    assertThat(follower.rungs()).last().isEqualTo("bootstrap");
    store().append(sample.message("later"));
    store().awaitProjected();
    JsonNode event = app().json(delta(follower)).get("events").get(0);
    assertThat(event.get("id").longValue()).isGreaterThan(greatest);
    assertThat(event.get("prev_id").longValue()).isLessThanOrEqualTo(follower.cursor());
    int climbed = follower.rungs().size();
    follower.requireFollows();
    assertThat(follower.rungs()).hasSize(climbed);
    assertThat(new Rebuilds(app()).report("{\"kind\":\"verify\"}").rowsDiffering()).isZero();
  }

  @ParameterizedTest
  @DisplayName("contract 12: without a head of the log nothing else is rebuilt, and it is said what to do")
  @ValueSource(strings = { "{}", "{\"kind\":\"verify\"}" })
  void nothingElseIsRebuilt(String request) {
    jdbc().sql("DELETE FROM sync.log_head").update();
    Rebuilds rebuilds = new Rebuilds(app());
    RebuildRun run = rebuilds.awaitEnd(rebuilds.begin(request));
    assertThat(run.state()).isEqualTo(RebuildState.FAILED);
    assertThat(run.reason()).contains("a run of the kind log");
    rebuilds.report("{\"kind\":\"log\"}");
    greatest = lastId();
  }

  @ParameterizedTest
  @ValueSource(
    strings = { "\"models\":[\"Message\"]", "\"scope\":\"org:0199aaaa-0000-7000-8000-000000000001\"" }
  )
  void thereIsNoPartOfIt(String part) {
    assertThat(
      app()
        .post("/admin/rebuild", "{\"kind\":\"log\"," + part + "}")
        .statusCode()
    ).isEqualTo(400);
  }

  private static String delta(Follower follower) {
    return "/sync/delta?scope=" + follower.scope() + "&lastSyncId=" + follower.cursor();
  }

  private static String epoch() {
    return jdbc().sql("SELECT epoch::text FROM sync.log_head").query(String.class).single();
  }

  private static long lastId() {
    return jdbc().sql("SELECT last_id FROM sync.log_head").query(Long.class).single();
  }

  private static RunningQuerySide app() {
    return Objects.requireNonNull(app);
  }

  private static EventStore store() {
    return Objects.requireNonNull(store);
  }

  private static JdbcClient jdbc() {
    return Objects.requireNonNull(jdbc);
  }
}
