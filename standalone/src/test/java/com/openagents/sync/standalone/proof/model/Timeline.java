package com.openagents.sync.standalone.proof.model;

import static com.openagents.sync.standalone.proof.model.Violation.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;

/**
 * What a client holds of a scope, and how it came to it: rows at one id and every event since. So its state at any
 * cursor that it passed through can be had again.
 */
final class Timeline {

  private final String scope;
  private final Set<String> models;
  private final Rows base;
  private final long baseId;
  private final List<JsonNode> events = new ArrayList<>();
  private final TreeSet<Long> cursors = new TreeSet<>();
  private Rows state;

  Timeline(String scope, Set<String> models, Rows base, long baseId) {
    this.scope = scope;
    this.models = models;
    this.base = base;
    this.baseId = baseId;
    this.state = base.copy();
    cursors.add(baseId);
  }

  long baseId() {
    return baseId;
  }

  /** Up to here everything is known. */
  long cursor() {
    return cursors.last();
  }

  Rows state() {
    return state;
  }

  /** Takes the next event: it is later than all before, names the one before it, and fits the rows. */
  void take(JsonNode event) {
    follow(event);
    state.apply(event);
  }

  /** The same without rows. */
  void follow(JsonNode event) {
    long id = Log.id(event);
    long previous = event.path("prev_id").asLong(-1);
    require(id > cursor(), "%s is at %d and got %s", scope, cursor(), event);
    require(event.path("scope").asString().equals(scope), "%s got %s", scope, event);
    String model = event.path("model").asString();
    require(models.isEmpty() || models.contains(model), "%s of %s got %s", scope, models, event);
    if (models.isEmpty()) {
      long known = events.isEmpty() ? baseId : Log.id(events.getLast());
      require(
        events.isEmpty() ? previous <= known : previous == known,
        "%s: something is missing after %d, for there comes %s",
        scope,
        known,
        event
      );
    }
    events.add(event);
    cursors.add(id);
  }

  /** Everything up to here was sent. */
  void reach(long id) {
    require(id >= cursor(), "%s is at %d, yet it is told to be at %d", scope, cursor(), id);
    cursors.add(id);
  }

  /** Some cursor that it passed through. */
  long someCursor(RandomGenerator random) {
    List<Long> all = List.copyOf(cursors);
    return all.get(random.nextInt(all.size()));
  }

  /** Forgets everything after a cursor that it passed through. */
  void goBackTo(long cursor) {
    state = at(cursor);
    events.removeIf(event -> Log.id(event) > cursor);
    cursors.tailSet(cursor, false).clear();
  }

  /** The rows as they were at an id between the base and the cursor. */
  Rows at(long id) {
    Rows then = base.copy();
    for (JsonNode event : events) {
      if (Log.id(event) <= id) {
        then.apply(event);
      }
    }
    return then;
  }

  /** What came is what the log has, each event once and in order. */
  void requireLikeLog(Log log) {
    log.readOn();
    long after = Math.max(baseId, log.unknownUpTo());
    List<JsonNode> there = log.between(scope, models, after, cursor());
    List<JsonNode> here = events
      .stream()
      .filter(event -> Log.id(event) > after)
      .toList();
    require(
      there.equals(here),
      "%s in (%d, %d] got\n  %s\nwhile the log has\n  %s",
      scope,
      after,
      cursor(),
      ids(here),
      ids(there)
    );
  }

  private static List<Long> ids(List<JsonNode> events) {
    return events.stream().map(Log::id).toList();
  }
}
