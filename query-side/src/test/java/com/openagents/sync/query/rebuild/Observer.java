package com.openagents.sync.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.testing.FoldedScope;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** A client that never starts over: it checks the chain of every event, and its state against bootstraps. */
final class Observer {

  private final RunningQuerySide app;
  private final Scope scope;
  private final List<JsonNode> events = new ArrayList<>();
  private final FoldedScope start;
  private long cursor;
  private long newest;

  Observer(RunningQuerySide app, Scope scope) {
    this.app = app;
    this.scope = scope;
    JsonNode bootstrap = app.json("/sync/bootstrap?scope=" + scope);
    start = FoldedScope.of(bootstrap);
    cursor = bootstrap.get("lastSyncId").longValue();
  }

  List<JsonNode> events() {
    return events;
  }

  /** Takes what is new; each event names the one before it. */
  void look() {
    JsonNode page;
    do {
      page = app.json("/sync/delta?limit=1000&lastSyncId=%d&scope=%s".formatted(cursor, scope));
      for (JsonNode event : page.get("events")) {
        take(event);
      }
      cursor = page.get("latestSyncId").longValue();
    } while (page.get("hasMore").booleanValue());
  }

  private void take(JsonNode event) {
    long id = event.get("id").longValue();
    long previous = event.get("prev_id").longValue();
    assertThat(id).isGreaterThan(newest);
    if (newest == 0) {
      assertThat(previous).isLessThanOrEqualTo(cursor);
    } else {
      assertThat(previous).isEqualTo(newest);
    }
    newest = id;
    events.add(event);
  }

  /**
   * Bootstraps, and compares that with what the events up to there make.
   *
   * @param nameOfDamaged asked after the bootstrap: a row that somebody changed by hand, which no event tells; none if empty
   */
  void requireFoldLaw(Supplier<String> nameOfDamaged) {
    JsonNode bootstrap = app.json("/sync/bootstrap?scope=" + scope);
    long id = bootstrap.get("lastSyncId").longValue();
    look();
    FoldedScope folded = start.copy();
    events
      .stream()
      .filter(event -> event.get("id").longValue() <= id)
      .forEach(folded::apply);
    FoldedScope shown = FoldedScope.of(bootstrap);
    String damaged = nameOfDamaged.get();
    folded
      .rows()
      .values()
      .forEach(rows -> rows.remove(damaged));
    shown
      .rows()
      .values()
      .forEach(rows -> rows.remove(damaged));
    assertThat(folded).as("%s at %d", scope, id).isEqualTo(shown);
  }
}
