package com.openagents.sync.standalone.proof.faults;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One scope as a client follows it: the replica, the cursor, and a check of every event against the contract. One
 * thread folds; others may ask how far it is.
 */
final class Following {

  private final String scope;
  private final List<String> models;
  private final Consumer<String> violated;
  private Replica replica = Replica.empty();
  private @Nullable String epoch;
  private boolean started;
  private boolean chained;
  private boolean whole;
  private long lastEventId;
  private long startedAt;
  private long eventsApplied;
  private volatile long cursor;

  /**
   * @param models only these; all if empty
   * @param violated hears what must not be
   */
  Following(String scope, List<String> models, Consumer<String> violated) {
    this.scope = scope;
    this.models = List.copyOf(models);
    this.violated = violated;
  }

  String scope() {
    return scope;
  }

  List<String> models() {
    return models;
  }

  Replica replica() {
    return replica;
  }

  long cursor() {
    return cursor;
  }

  /** The cursor of the bootstrap that it began with; every event of the scope after it must come, once. */
  long startedAt() {
    return startedAt;
  }

  long eventsApplied() {
    return eventsApplied;
  }

  /** Whether all since {@link #startedAt} came as events, none by the compacted delta. */
  boolean whole() {
    return whole;
  }

  boolean needsBootstrap() {
    return !started;
  }

  /** The next subscription begins with a bootstrap. */
  void forget() {
    started = false;
  }

  String bootstrapPath() {
    return "/sync/bootstrap?scope=" + scope + modelsQuery();
  }

  String compactedPath() {
    return "/sync/compacted?scope=" + scope + "&lastSyncId=" + cursor + "&epoch=" + epoch + modelsQuery();
  }

  private String modelsQuery() {
    return models.isEmpty()
      ? ""
      : "&models=" + URLEncoder.encode(String.join(",", models), StandardCharsets.UTF_8);
  }

  Map<String, Object> subscribeFrame() {
    Map<String, Object> frame = new LinkedHashMap<>();
    frame.put("type", "subscribe");
    frame.put("scope", scope);
    frame.put("lastSyncId", cursor);
    if (epoch != null && cursor > 0) {
      frame.put("epoch", epoch);
    }
    if (!models.isEmpty()) {
      frame.put("models", models);
    }
    return frame;
  }

  void bootstrapped(JsonNode answer) {
    long at = answer.path("lastSyncId").asLong();
    if (at < cursor) {
      violated("a bootstrap shows the state at %d, after %d was seen".formatted(at, cursor));
    }
    replica = Replica.of(answer.path("models"));
    epoch = answer.path("epoch").asString();
    startedAt = at;
    eventsApplied = 0;
    whole = true;
    goOnFrom(at);
  }

  void compacted(JsonNode answer) {
    replica.removeAll(answer.path("deleted"));
    replica.putAll(answer.path("models"));
    epoch = answer.path("epoch").asString();
    whole = false;
    goOnFrom(answer.path("lastSyncId").asLong());
  }

  private void goOnFrom(long at) {
    started = true;
    chained = false;
    cursor = at;
  }

  void subscribed(JsonNode frame) {
    if (!frame.path("epoch").asString().equals(epoch)) {
      violated("the epoch became %s, was %s".formatted(frame.path("epoch"), epoch));
    }
  }

  /** Folds a delta frame in; returns the mutations behind its events. */
  List<String> delta(JsonNode frame) {
    List<String> mutations = frame
      .path("events")
      .valueStream()
      .map(event -> {
        take(event);
        return event.path("mutation_id").asString();
      })
      .toList();
    long latest = frame.path("latestSyncId").asLong();
    if (latest < cursor) {
      violated("a frame leads to %d, after %d".formatted(latest, cursor));
    }
    cursor = Math.max(cursor, latest);
    return mutations;
  }

  private void take(JsonNode event) {
    long id = event.path("id").asLong();
    long before = event.path("prev_id").asLong();
    if (id <= cursor) {
      violated("event %d came after %d".formatted(id, cursor));
      return;
    }
    if (!event.path("scope").asString().equals(scope)) {
      violated("event %d is of %s".formatted(id, event.path("scope")));
    }
    if (models.isEmpty()) {
      // After a bootstrap it is only known that the one before is not newer than the bootstrap.
      boolean linked = chained ? before == lastEventId : before <= cursor;
      if (!linked) {
        violated("event %d follows %d, but the last one here is %d".formatted(id, before, lastEventId));
      }
    } else if (!models.contains(event.path("model").asString())) {
      violated("event %d is of a model that was not asked for".formatted(id));
    }
    replica.apply(event).ifPresent(flaw -> violated("event %d %s: %s".formatted(id, flaw, event)));
    lastEventId = id;
    chained = true;
    cursor = id;
    eventsApplied++;
  }

  private void violated(String what) {
    violated.accept(scope + (models.isEmpty() ? "" : " " + models) + ": " + what);
  }
}
