package com.openagents.sync.query.sync.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.synclog.SyncLog;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.FoldedScope;
import com.openagents.sync.query.testing.History;
import com.openagents.sync.query.testing.History.Step;
import com.openagents.sync.query.testing.HistorySteps;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;

@Label("GET /sync/bootstrap?asOf=…, of random histories")
class PastLawTest {

  private static final Duration PROJECTED_WITHIN = Duration.ofSeconds(60);
  private static final int POINTS = 50;

  private static @Nullable RunningQuerySide app;
  private static @Nullable EventStore store;

  /** What a scope's bootstrap said while it was the present. */
  private record Seen(Scope scope, JsonNode bootstrap) {
    long syncId() {
      return bootstrap.get("lastSyncId").longValue();
    }
  }

  @BeforeContainer
  static void start() {
    TestDatabase database = TestDatabase.create();
    store = EventStore.createdIn(database);
    app = RunningQuerySide.on(
      database,
      "agentsync.projector.poll-every=5ms",
      "agentsync.projector.partition-ids=70"
    );
  }

  @AfterContainer
  static void stop() {
    app().close();
  }

  @Property(tries = 8)
  @Label("contract 6: at 50 random points it is the fold of the log up to there, in bootstrap's order")
  void pastIsTheFoldOfTheLog(
    @ForAll("steps") @Size(min = 30, max = 150) List<Step> steps,
    @ForAll Random random
  ) {
    History history = new History();
    steps.forEach(step -> store().append(history.next(step)));
    store().awaitProjected(PROJECTED_WITHIN);
    long last = lastId();
    long first = firstIdOf(history.scopes().getFirst()) - 1;
    for (int count = 0; count < POINTS; count++) {
      Scope scope = history.scopes().get(random.nextInt(history.scopes().size()));
      long point = first + random.nextLong(last - first + 1);
      JsonNode past = past(scope, point);
      assertThat(FoldedScope.of(past)).as("%s at %d", scope, point).isEqualTo(folded(scope, point));
      assertThat(past.get("lastSyncId").longValue()).isEqualTo(point);
      requireOrder(past);
    }
  }

  @Property(tries = 5)
  @Label("what was bootstrapped live is what is said of that moment later, to the letter; as lines too")
  void pastIsWhatWasSeen(@ForAll("steps") @Size(min = 10, max = 60) List<Step> steps, @ForAll Random random) {
    History history = new History();
    List<Seen> seen = new ArrayList<>();
    for (Step step : steps) {
      store().append(history.next(step));
      store().awaitProjected(PROJECTED_WITHIN);
      Scope scope = history.scopes().get(random.nextInt(history.scopes().size()));
      seen.add(new Seen(scope, app().json("/sync/bootstrap?scope=" + scope)));
    }
    for (Seen then : seen) {
      assertThat(past(then.scope(), then.syncId())).isEqualTo(then.bootstrap());
      List<JsonNode> lines = app()
        .get(path(then.scope(), then.syncId()), "Accept", "application/x-ndjson")
        .body()
        .lines()
        .map(RunningQuerySide.JSON::readTree)
        .toList();
      assertThat(lines.getLast().get("lastSyncId").longValue()).isEqualTo(then.syncId());
      assertThat(lines.getLast().get("rows").intValue()).isEqualTo(lines.size() - 1);
      assertThat(rows(lines)).isEqualTo(rows(then.bootstrap()));
    }
  }

  private static JsonNode past(Scope scope, long point) {
    return app().json(path(scope, point));
  }

  private static String path(Scope scope, long point) {
    return "/sync/bootstrap?scope=%s&asOf=%d".formatted(scope, point);
  }

  private static FoldedScope folded(Scope scope, long point) {
    FoldedScope folded = FoldedScope.empty();
    app()
      .bean(SyncLog.class)
      .ofScope(scope, 0, point, Integer.MAX_VALUE)
      .forEach(event -> folded.apply(RunningQuerySide.JSON.readTree(event.json())));
    return folded;
  }

  private static void requireOrder(JsonNode bootstrap) {
    for (JsonNode rows : bootstrap.get("models")) {
      List<JsonNode> inOrder = new ArrayList<>();
      rows.forEach(inOrder::add);
      assertThat(inOrder).isSortedAccordingTo(
        Comparator.<JsonNode, String>comparing(row -> row.get("created_at").stringValue()).thenComparing(
          row -> row.get("id").stringValue()
        )
      );
    }
  }

  private static List<JsonNode> rows(List<JsonNode> lines) {
    return lines
      .subList(0, lines.size() - 1)
      .stream()
      .map(line -> line.get("row"))
      .toList();
  }

  private static List<JsonNode> rows(JsonNode bootstrap) {
    List<JsonNode> rows = new ArrayList<>();
    bootstrap.get("models").forEach(model -> model.forEach(rows::add));
    return rows;
  }

  private static long lastId() {
    return number("SELECT last_id FROM sync.log_head");
  }

  private static long firstIdOf(Scope scope) {
    return number("SELECT min(id) FROM sync.sync_events WHERE scope = '" + scope + "'");
  }

  private static long number(String sql) {
    return app().bean(JdbcClient.class).sql(sql).query(Long.class).single();
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return HistorySteps.any().list();
  }

  private static RunningQuerySide app() {
    return Objects.requireNonNull(app);
  }

  private static EventStore store() {
    return Objects.requireNonNull(store);
  }
}
