package com.openagents.sync.query.sync.retention;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.query.testing.FoldedScope;
import com.openagents.sync.query.testing.History;
import com.openagents.sync.query.testing.History.Step;
import com.openagents.sync.query.testing.HistorySteps;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.NotEmpty;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

@Label("Random histories, with retention at random moments between")
class CompactedLawTest {

  private static @Nullable SmallLog log;

  /** What happens before the next look from outside. */
  record Turn(List<Step> steps, Tidying tidying) {}

  enum Tidying {
    NONE,
    DROP,
    DROP_AND_FORGET,
  }

  /** What a scope's bootstrap said at one moment. */
  private record Observed(Scope scope, long lastSyncId, FoldedScope state) {}

  @BeforeContainer
  static void start() {
    log = new SmallLog();
  }

  @AfterContainer
  static void stop() {
    log().close();
  }

  @Property(tries = 30)
  @Label(
    "contract 6 and 8: bootstrap at A + compacted delta from A = bootstrap at B, or it is told that A is too old"
  )
  void compactedLaw(
    @ForAll("turns") @NotEmpty @Size(max = 6) List<Turn> turns,
    @ForAll("models") Set<String> models
  ) {
    History history = new History();
    List<Observed> observed = new ArrayList<>();
    for (Turn turn : turns) {
      turn.steps().forEach(step -> log().store().append(history.next(step)));
      log().awaitProjected();
      history.scopes().forEach(scope -> observed.add(observe(scope)));
      tidy(turn.tidying());
    }
    LogHead head = log().head();
    Map<Scope, FoldedScope> now = new HashMap<>();
    history.scopes().forEach(scope -> now.put(scope, observe(scope).state()));
    observed.forEach(before ->
      requireLadder(before, head, Objects.requireNonNull(now.get(before.scope())), models)
    );
  }

  private static Observed observe(Scope scope) {
    JsonNode bootstrap = log()
      .app()
      .json("/sync/bootstrap?scope=" + scope);
    return new Observed(scope, bootstrap.get("lastSyncId").longValue(), FoldedScope.of(bootstrap));
  }

  private static void tidy(Tidying tidying) {
    switch (tidying) {
      case NONE -> {
      }
      case DROP -> log().retention(SmallLog.NO_TIME, SmallLog.LONG).look();
      case DROP_AND_FORGET -> log().retention(SmallLog.NO_TIME, SmallLog.NO_TIME).look();
    }
  }

  private static void requireLadder(Observed before, LogHead head, FoldedScope now, Set<String> models) {
    long cursor = before.lastSyncId();
    FoldedScope folded = before.state().copy();
    HttpResponse<String> delta = get("delta", before, "&limit=1000");
    if (cursor >= head.firstId() - 1) {
      body(delta, 200).get("events").forEach(folded::apply);
      assertThat(folded).as("delta of %s from %d", before.scope(), cursor).isEqualTo(now);
    } else {
      assertThat(body(delta, 410).get("next").stringValue()).isEqualTo(
        cursor >= head.firstCompactedId() - 1 ? "compacted" : "bootstrap"
      );
    }
    requireCompacted(before, head, now, models);
  }

  private static void requireCompacted(Observed before, LogHead head, FoldedScope now, Set<String> models) {
    String some = models.isEmpty() ? "" : "&models=" + String.join(",", models);
    HttpResponse<String> answer = get("compacted", before, some);
    if (before.lastSyncId() < head.firstCompactedId() - 1) {
      assertThat(body(answer, 410).get("next").stringValue()).isEqualTo("bootstrap");
      return;
    }
    JsonNode compacted = body(answer, 200);
    assertThat(compacted.get("lastSyncId").longValue()).isEqualTo(head.lastId());
    FoldedScope folded = before.state().copy();
    folded.applyCompacted(compacted);
    if (models.isEmpty()) {
      assertThat(folded).as("compacted of %s from %d", before.scope(), before.lastSyncId()).isEqualTo(now);
    } else {
      Set<String> plural = models
        .stream()
        .map(model -> model + "s")
        .collect(Collectors.toSet());
      assertThat(new HashSet<>(compacted.get("models").propertyNames())).isEqualTo(plural);
      assertThat(folded.of(plural)).isEqualTo(now.of(plural));
    }
  }

  private static HttpResponse<String> get(String rung, Observed from, String more) {
    return log()
      .app()
      .get("/sync/%s?scope=%s&lastSyncId=%d%s".formatted(rung, from.scope(), from.lastSyncId(), more));
  }

  private static JsonNode body(HttpResponse<String> answer, int status) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    return RunningQuerySide.JSON.readTree(answer.body());
  }

  @Provide
  Arbitrary<List<Turn>> turns() {
    return Combinators.combine(
      HistorySteps.any().list().ofMinSize(1).ofMaxSize(40),
      // Mostly such that what was dropped must be known from the compacted changes.
      Arbitraries.frequency(
        Tuple.of(2, Tidying.NONE),
        Tuple.of(5, Tidying.DROP),
        Tuple.of(1, Tidying.DROP_AND_FORGET)
      )
    )
      .as(Turn::new)
      .list();
  }

  /** Empty for all. */
  @Provide
  Arbitrary<Set<String>> models() {
    return Arbitraries.of(
      "Org",
      "Agent",
      "Message",
      "ReasoningStep",
      "CodeChange",
      "Account",
      "Posting",
      "Payment"
    )
      .set()
      .ofMaxSize(3);
  }

  private static SmallLog log() {
    return Objects.requireNonNull(log);
  }
}
