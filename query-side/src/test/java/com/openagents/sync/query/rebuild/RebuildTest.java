package com.openagents.sync.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.message.MessageEvent.MessageDeleted;
import com.openagents.sync.api.message.MessageEvent.MessageEdited;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.rebuild.RebuildReport;
import com.openagents.sync.api.rebuild.RebuildReport.Difference;
import com.openagents.sync.api.rebuild.RebuildReport.DifferingRow;
import com.openagents.sync.api.rebuild.RebuildReport.DifferingValues;
import com.openagents.sync.api.rebuild.RebuildState;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.platform.Snapshot;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.FoldedScope;
import com.openagents.sync.query.testing.Follower;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

/** Small stores, changed by hand, verified, repaired and rebuilt. */
class RebuildTest {

  private static final String REBUILD = "{}";
  private static final String VERIFY = "{\"kind\":\"verify\"}";
  private static final String REPAIR = "{\"kind\":\"repair\"}";

  private static final String KEPT_TEXTS =
    "SELECT count(*) FROM sync.sync_events WHERE data ->> 'content' = 'kept'";

  private final TestDatabase database = TestDatabase.create();
  private final EventStore store = EventStore.createdIn(database);
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private RunningQuerySide app;
  private Rebuilds rebuilds;
  private Sample sample;
  private MessagePosted kept;
  private MessagePosted edited;

  private void run(String... settings) {
    app = RunningQuerySide.on(
      database,
      Stream.concat(
        Stream.of(
          "agentsync.rebuild.operators=" + EventStore.ACTOR,
          "agentsync.rebuild.look-every=50ms",
          "agentsync.rebuild.page-events-max=3",
          "agentsync.rebuild.flush-rows-max=2"
        ),
        Stream.of(settings)
      ).toArray(String[]::new)
    );
    rebuilds = new Rebuilds(app);
  }

  private void restart(String... settings) {
    app.close();
    run(settings);
  }

  @BeforeEach
  void start() {
    run();
    sample = Sample.in(store);
    kept = sample.message("kept");
    edited = sample.message("one");
    MessagePosted deleted = sample.message("gone");
    store.append(kept, edited, deleted);
    store.append(new MessageEdited(edited.id(), sample.agentId(), sample.orgId(), "two"));
    store.append(new MessageDeleted(deleted.id(), sample.agentId(), sample.orgId()));
    store.awaitProjected();
  }

  @AfterEach
  void stop() {
    app.close();
  }

  @Test
  @DisplayName("contract 12: rows that are as the events say produce no sync event")
  void nothingDiffers() {
    long before = lastId();
    RebuildReport report = rebuilds.report(REBUILD);
    assertThat(report.rowsDiffering()).isZero();
    assertThat(report.rowsCompared()).isEqualTo(4);
    assertThat(lastId()).isEqualTo(before);
    store.append(sample.message("later"));
    store.awaitProjected();
    assertThat(lastId()).isEqualTo(before + 2);
    assertThat(rebuilds.report(VERIFY).rowsDiffering()).isZero();
  }

  @Test
  @DisplayName(
    "contract 12: a row that somebody changed by hand is found, shown without its text, and repaired"
  )
  void changedByHand() {
    Follower follower = follower();
    change("UPDATE read.messages SET content = 'forged', role = 'system' WHERE id = '" + kept.id() + "'");
    RebuildReport found = rebuilds.report(VERIFY);
    assertThat(found.rowsDiffering()).isEqualTo(1);
    DifferingRow row = found.examples().getFirst();
    assertThat(row.id()).isEqualTo(kept.id());
    assertThat(row.difference()).isEqualTo(Difference.CHANGED);
    assertThat(row.columns()).containsOnlyKeys("content", "role");
    assertThat(row.columns()).containsEntry("role", new DifferingValues("system", "user"));
    assertThat(row.toString()).doesNotContain("forged").contains("a text of 6 characters");
    long before = lastId();
    assertThat(rebuilds.report(REPAIR).syncEvents()).isEqualTo(2);
    List<JsonNode> events = events(before);
    assertThat(events).hasSize(1);
    assertThat(events.getFirst().get("data").toString()).isEqualTo(
      "{\"role\":\"user\",\"content\":\"kept\"}"
    );
    follower.requireFollows();
    assertThat(rebuilds.report(VERIFY).rowsDiffering()).isZero();
  }

  @Test
  @DisplayName("contract 12: after a rebuild exactly the rows that differ have reached subscribers")
  void rebuilt() {
    damage();
    Follower follower = follower();
    long before = lastId();
    RebuildReport report = rebuilds.report(REBUILD);
    assertThat(report.models()).contains(new RebuildReport.ComparedModel("Message", 2, 1, 1, 1));
    assertThat(report.syncEvents()).isEqualTo(6);
    assertThat(events(before))
      .extracting(event -> event.get("action").stringValue())
      .containsExactlyInAnyOrder("update", "insert", "delete");
    follower.requireFollows();
    assertThat(follower.rungs()).isEmpty();
    assertThat(bootstrap(sample.org().toString()).rows().get("Messages")).containsOnlyKeys(
      kept.id().toString(),
      edited.id().toString()
    );
    requirePast(before);
  }

  @Test
  @DisplayName("contract 12: a rollback has the old rows back, with what happened since")
  void rollsBack() {
    damage();
    UUID run = rebuilds.begin(REBUILD);
    rebuilds.report(run);
    MessagePosted later = sample.message("later");
    store.append(later);
    store.awaitProjected();
    Follower follower = follower();
    RebuildReport report = rebuilds.report(rebuilds.rollBack(run));
    assertThat(report.rowsDiffering()).isEqualTo(3);
    follower.requireFollows();
    assertThat(follower.state().rows().get("Messages"))
      .containsKeys(later.id().toString(), edited.id().toString())
      .doesNotContainKey(kept.id().toString());
    assertThat(app.post("/admin/rebuild/" + run + "/rollback", "").statusCode()).isEqualTo(410);
  }

  @Test
  @DisplayName("contract 12: a rollback that is cancelled can be asked for again, with what happened since")
  void rollbackIsCancelled() {
    damage();
    UUID run = rebuilds.begin(REBUILD);
    rebuilds.report(run);
    store.append(sample.message("later"));
    whileSomebodyReads(
      () -> rebuilds.rollBack(run),
      it -> {
        rebuilds.wish(it, "cancel");
        rebuilds.awaitState(it, RebuildState.CANCELLED);
      }
    );
    store.append(sample.message("later still"));
    store.awaitProjected();
    Follower follower = follower();
    assertThat(rebuilds.report(rebuilds.rollBack(run)).rowsDiffering()).isEqualTo(3);
    follower.requireFollows();
  }

  @Test
  @DisplayName("contract 12: what was replaced is kept for its time and no longer")
  void keptForItsTime() {
    restart("agentsync.rebuild.keep-replaced-for=1ms");
    UUID run = rebuilds.begin(REBUILD);
    rebuilds.report(run);
    Awaitility.await().until(
      () -> number("SELECT count(*) FROM pg_tables WHERE schemaname = 'replaced'") == 0
    );
    assertThat(app.post("/admin/rebuild/" + run + "/rollback", "").statusCode()).isEqualTo(410);
  }

  @Test
  @DisplayName("contract 12: where more than the named share of a scope differs, its clients start over")
  void tooMuchOfAScope() {
    restart("agentsync.rebuild.resync-rows-min=2", "agentsync.rebuild.resync-share=0.5");
    change("UPDATE read.messages SET role = 'tool' WHERE id = '" + edited.id() + "'");
    assertThat(rebuilds.report(REBUILD).resync()).isNull();
    Follower follower = follower();
    long before = lastId();
    damage();
    RebuildReport report = rebuilds.report(REBUILD);
    assertThat(report.resync()).contains("rows of org:" + sample.orgId() + " differ");
    assertThat(report.syncEvents()).isZero();
    assertThat(lastId()).isGreaterThanOrEqualTo(before);
    follower.requireFollows();
    assertThat(follower.rungs()).containsExactly("bootstrap");
  }

  @Test
  @DisplayName(
    "contract 12: more rows than are told of one by one: clients start over; in place it is refused, and shown"
  )
  void tooManyRows() {
    restart("agentsync.rebuild.flip-rows-max=2");
    damage();
    UUID repair = rebuilds.begin(REPAIR);
    rebuilds.awaitState(repair, RebuildState.FAILED);
    assertThat(rebuilds.run(repair).reason()).contains("3 rows differ, more than 2", "rebuild whole tables");
    assertThat(Objects.requireNonNull(rebuilds.run(repair).report()).rowsDiffering()).isEqualTo(3);
    Follower follower = follower();
    assertThat(rebuilds.report(REBUILD).resync()).contains("3 rows differ, more than 2");
    follower.requireFollows();
    assertThat(follower.rungs()).containsExactly("bootstrap");
  }

  @Test
  @DisplayName("A run that makes no sense fails, and the next one begins")
  void senseless() {
    List<UUID> runs = jdbc
      .sql(
        """
        INSERT INTO rebuild.runs (kind, scope, requested_by)
        VALUES ('verify', 'nonsense', 'alice'), ('verify', NULL, 'alice') RETURNING id
        """
      )
      .query((row, _) -> row.getObject(1, UUID.class))
      .list();
    rebuilds.awaitState(runs.getFirst(), RebuildState.FAILED);
    assertThat(rebuilds.run(runs.getFirst()).reason()).contains("scope");
    assertThat(rebuilds.report(runs.getLast()).rowsDiffering()).isZero();
  }

  @Test
  @DisplayName("contract 12: one scope, in place")
  void oneScope() {
    Sample other = Sample.in(store);
    MessagePosted theirs = other.message("theirs");
    store.append(theirs);
    store.awaitProjected();
    change("UPDATE read.messages SET role = 'system'");
    RebuildReport report = rebuilds.report("{\"scope\":\"%s\"}".formatted(other.agent()));
    assertThat(report.rowsDiffering()).isEqualTo(1);
    assertThat(report.examples()).extracting(DifferingRow::id).containsExactly(theirs.id());
    assertThat(rebuilds.report("{\"kind\":\"verify\",\"models\":[\"Message\"]}").rowsDiffering()).isEqualTo(
      2
    );
  }

  @Test
  @DisplayName("contract 12: where the meaning changed the epoch moves, and no cursor of before is caught up")
  void meaningChanged() {
    Follower follower = follower();
    damage();
    RebuildReport report = rebuilds.report("{\"meaning_changed\":true}");
    assertThat(report.resync()).isNotNull();
    assertThat(report.syncEvents()).isZero();
    follower.requireFollows();
    assertThat(follower.rungs()).containsExactly("bootstrap");
  }

  @Test
  @DisplayName("contract 12: who reads in a snapshot of before keeps the flip waiting, and sees every row")
  void readersSeeTheWhole() {
    long[] rows = { 0 };
    UUID run = whileSomebodyReads(
      this::rebuild,
      _ ->
        rows[0] = Objects.requireNonNull(
          app.bean(JdbcTemplate.class).queryForObject("SELECT count(*) FROM read.messages", Long.class)
        )
    );
    assertThat(rows[0]).isEqualTo(2);
    assertThat(rebuilds.report(run).rowsDiffering()).isZero();
  }

  @Test
  @DisplayName("contract 12: what a rebuild wrote, and what it replaced, is erased with its author")
  void erased() {
    damage();
    rebuilds.report(REBUILD);
    assertThat(number(KEPT_TEXTS)).isPositive();
    store.append(sample.erasure());
    Awaitility.await()
      .atMost(Duration.ofSeconds(60))
      .until(
        () ->
          number(KEPT_TEXTS) == 0 &&
          number("SELECT count(*) FROM pg_tables WHERE schemaname = 'replaced'") == 0
      );
    assertThat(rebuilds.report(VERIFY).rowsDiffering()).isZero();
  }

  @Test
  void pausedResumedCancelled() {
    UUID run = whileSomebodyReads(this::rebuild, it -> {
      rebuilds.wish(it, "pause");
      rebuilds.awaitState(it, RebuildState.PAUSED);
    });
    assertThat(app.post("/admin/rebuild", REBUILD).statusCode()).isEqualTo(409);
    rebuilds.wish(run, "resume");
    rebuilds.report(run);
    assertThat(app.post("/admin/rebuild/" + run + "/cancel", "").statusCode()).isEqualTo(410);
    whileSomebodyReads(this::rebuild, it -> {
      rebuilds.wish(it, "cancel");
      rebuilds.awaitState(it, RebuildState.CANCELLED);
    });
    assertThat(number("SELECT count(*) FROM pg_tables WHERE schemaname = 'rebuild'")).isEqualTo(3);
  }

  private UUID rebuild() {
    return rebuilds.begin(REBUILD);
  }

  /** Begins a run, which can't end for as long as something is done with it. */
  private UUID whileSomebodyReads(Supplier<UUID> begin, Consumer<UUID> work) {
    return app.bean(Snapshot.class).read(() -> {
      UUID run = begin.get();
      Awaitility.await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> String.valueOf(rebuilds.run(run).reason()).contains("somebody reads"));
      work.accept(run);
      return run;
    });
  }

  @Test
  @DisplayName("contract 12: an org that is set aside stays as it is")
  void setAside() {
    store.appendRaw(sample.orgId(), "NobodyKnows", "{}");
    store.append(sample.message("waits"));
    Sample other = Sample.in(store);
    store.awaitProjected();
    RebuildReport report = rebuilds.report(REBUILD);
    assertThat(report.rowsDiffering()).isZero();
    assertThat(report.orgsLeft()).isEmpty();
    store.repair(8, sample.message("mended"));
    change("UPDATE sync.set_aside_events SET retry = true WHERE reason IS NOT NULL");
    Awaitility.await().until(() -> number("SELECT count(*) FROM sync.set_aside_events") == 0);
    assertThat(bootstrap(sample.org().toString()).rows().get("Messages")).hasSize(4);
    assertThat(rebuilds.report(VERIFY).rowsDiffering()).isZero();
    assertThat(bootstrap(other.org().toString()).rows()).containsKey("Agents");
  }

  @Test
  void onlyOperatorsMay() {
    String stranger = app.issuer().token("mallory", sample.orgId());
    var answer = app.send("/admin/rebuild", stranger, java.net.http.HttpResponse.BodyHandlers.ofString());
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(app.post("/admin/rebuild", "{\"models\":[\"Nothing\"]}").statusCode()).isEqualTo(400);
    assertThat(app.post("/admin/rebuild", "{\"kind\":\"rollback\"}").statusCode()).isEqualTo(400);
  }

  /** One row changed, one gone, one that no event made. */
  private void damage() {
    change("UPDATE read.messages SET role = 'tool' WHERE id = '" + edited.id() + "'");
    change(
      """
      INSERT INTO read.messages SELECT gen_random_uuid(), agent_id, org_id, role, content, created_at, updated_at
      FROM read.messages WHERE id = '%s'
      """.formatted(kept.id())
    );
    change("DELETE FROM read.messages WHERE id = '" + kept.id() + "'");
  }

  /** The state of then, and what came after it, are the state of now. */
  private void requirePast(long then) {
    FoldedScope past = FoldedScope.of(
      app.json("/sync/bootstrap?scope=%s&asOf=%d".formatted(sample.org(), then))
    );
    events(then).forEach(past::apply);
    assertThat(past).isEqualTo(bootstrap(sample.org().toString()));
  }

  private Follower follower() {
    return Follower.begun(app, sample.org());
  }

  private FoldedScope bootstrap(String scope) {
    return FoldedScope.of(app.json("/sync/bootstrap?scope=" + scope));
  }

  private List<JsonNode> events(long after) {
    return List.copyOf(
      app
        .json("/sync/delta?scope=%s&lastSyncId=%d".formatted(sample.org(), after))
        .get("events")
        .valueStream()
        .toList()
    );
  }

  private long lastId() {
    return number("SELECT last_id FROM sync.log_head");
  }

  private long number(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  private void change(String sql) {
    jdbc.sql(sql).update();
  }
}
