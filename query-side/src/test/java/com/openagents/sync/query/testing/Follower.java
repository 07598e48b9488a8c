package com.openagents.sync.query.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.sync.Scope;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** A client that keeps a scope up to date over HTTP: by delta, else by the rung that the refusal names. */
public final class Follower {

  private final RunningQuerySide app;
  private final Scope scope;
  private final List<String> rungs = new ArrayList<>();
  private FoldedScope state = FoldedScope.empty();
  private long cursor;

  public Follower(RunningQuerySide app, Scope scope) {
    this.app = app;
    this.scope = scope;
  }

  /** One that has begun with what there is now. */
  public static Follower begun(RunningQuerySide app, Scope scope) {
    Follower follower = new Follower(app, scope);
    follower.bootstrap();
    return follower;
  }

  /** Another client that holds the same. */
  public Follower copy() {
    Follower copy = new Follower(app, scope);
    copy.state = state.copy();
    copy.cursor = cursor;
    return copy;
  }

  public Scope scope() {
    return scope;
  }

  public FoldedScope state() {
    return state;
  }

  public long cursor() {
    return cursor;
  }

  /** Those that were taken so far, apart from delta. */
  public List<String> rungs() {
    return rungs;
  }

  public void bootstrap() {
    JsonNode answer = app.json("/sync/bootstrap?scope=" + scope);
    state = FoldedScope.of(answer);
    cursor = answer.get("lastSyncId").longValue();
  }

  /** It catches up, and holds what whoever begins now does. */
  public void requireFollows() {
    catchUp();
    assertThat(state).isEqualTo(begun(app, scope).state);
  }

  /** Up to what the log held when it was asked last. */
  public void catchUp() {
    boolean hasMore = true;
    while (hasMore) {
      HttpResponse<String> answer = app.get("/sync/delta?limit=20&lastSyncId=" + cursor + "&scope=" + scope);
      JsonNode body = RunningQuerySide.JSON.readTree(answer.body());
      if (answer.statusCode() == 200) {
        body.get("events").forEach(state::apply);
        cursor = body.get("latestSyncId").longValue();
        hasMore = body.get("hasMore").booleanValue();
      } else {
        take(body);
      }
    }
  }

  private void take(JsonNode refusal) {
    String next = refusal.path("next").asString("none: " + refusal);
    rungs.add(next);
    switch (next) {
      case "compacted" -> compacted();
      case "bootstrap" -> bootstrap();
      default -> throw new IllegalStateException(next);
    }
  }

  private void compacted() {
    HttpResponse<String> answer = app.get("/sync/compacted?lastSyncId=" + cursor + "&scope=" + scope);
    JsonNode body = RunningQuerySide.JSON.readTree(answer.body());
    if (answer.statusCode() == 200) {
      state.applyCompacted(body);
      cursor = body.get("lastSyncId").longValue();
    } else {
      take(body);
    }
  }
}
