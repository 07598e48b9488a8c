package com.openagents.sync.standalone.proof.model;

import static com.openagents.sync.standalone.proof.model.Violation.require;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Rows as a scope shows them. Folding is strict: an event that does not fit the rows is a violation. */
final class Rows {

  private static final int DIFFERENCES_SHOWN_MAX = 5;

  /** By plural model name and id, such as {@code Messages/0199…}. */
  private final Map<String, JsonNode> rows = new TreeMap<>();

  /** @param models as in a bootstrap: arrays of rows by plural model name */
  static Rows of(JsonNode models) {
    Rows state = new Rows();
    state.add(models);
    return state;
  }

  /** Adds rows that are not there yet, in a bootstrap's order: oldest first within each model. */
  void add(JsonNode models) {
    models.forEachEntry((plural, added) -> {
      String before = "";
      for (JsonNode row : added) {
        String place = row.path("created_at").asString() + row.path("id").asString();
        require(before.compareTo(place) < 0, "%s are not ordered by created_at, id: %s", plural, added);
        before = place;
        require(rows.put(key(plural, row), row) == null, "Twice in one bootstrap: %s", row);
      }
    });
  }

  void put(String plural, JsonNode row) {
    rows.put(key(plural, row), row);
  }

  void remove(String plural, String id) {
    rows.remove(plural + "/" + id);
  }

  JsonNode row(String plural, String id) {
    JsonNode row = rows.get(plural + "/" + id);
    if (row == null) {
      throw new IllegalStateException("The model has no " + plural + "/" + id);
    }
    return row;
  }

  void apply(JsonNode event) {
    String key = event.path("model").asString() + "s/" + event.path("model_id").asString();
    JsonNode data = event.path("data");
    switch (event.path("action").asString()) {
      case "insert" -> {
        require(data.path("id").equals(event.path("model_id")), "An insert of another row: %s", event);
        require(rows.put(key, data) == null, "An insert of a row that is there: %s", event);
      }
      case "update" -> {
        if (rows.get(key) instanceof ObjectNode row && data instanceof ObjectNode changed) {
          rows.put(key, row.deepCopy().setAll(changed));
        } else {
          throw new Violation("An update of a row that is not there: " + event);
        }
      }
      case "delete" -> {
        require(data.isNull(), "A delete with data: %s", event);
        require(rows.remove(key) != null, "A delete of a row that is not there: %s", event);
      }
      default -> throw new Violation("An unknown action: " + event);
    }
  }

  /** Takes a compacted delta: whole rows that replace or add, and ids that are gone, if they ever were here. */
  void applyCompacted(JsonNode answer) {
    answer.path("models").forEachEntry((plural, changed) -> changed.forEach(row -> put(plural, row)));
    answer.path("deleted").forEachEntry((plural, gone) -> gone.forEach(id -> remove(plural, id.asString())));
  }

  Rows copy() {
    return where(_ -> true);
  }

  /** @param models singular names; empty for all */
  Rows only(Set<String> models) {
    return models.isEmpty() ? copy() : where(key -> models.contains(key.substring(0, key.indexOf("s/"))));
  }

  /** What the agent's own scope shows. */
  Rows ofAgent(String agentId) {
    Rows part = new Rows();
    rows.forEach((key, row) -> {
      if (key.equals("Agents/" + agentId) || row.path("agent_id").asString("").equals(agentId)) {
        part.rows.put(key, row);
      }
    });
    return part;
  }

  /** Ids of all agents. */
  List<String> agents() {
    return rows
      .keySet()
      .stream()
      .filter(key -> key.startsWith("Agents/"))
      .map(key -> key.substring("Agents/".length()))
      .toList();
  }

  void addAll(Rows other) {
    rows.putAll(other.rows);
  }

  int size() {
    return rows.size();
  }

  /** Both sides of what differs, if anything does. */
  Optional<String> differenceTo(Rows other, String here, String there) {
    if (rows.equals(other.rows)) {
      return Optional.empty();
    }
    Set<String> keys = new TreeSet<>(rows.keySet());
    keys.addAll(other.rows.keySet());
    keys.removeIf(key -> Objects.equals(rows.get(key), other.rows.get(key)));
    StringJoiner text = new StringJoiner("\n", keys.size() + " rows differ:\n", "");
    keys
      .stream()
      .limit(DIFFERENCES_SHOWN_MAX)
      .forEach(key ->
        text.add(
          "  %s\n    %s: %s\n    %s: %s".formatted(key, here, rows.get(key), there, other.rows.get(key))
        )
      );
    return Optional.of(text.toString());
  }

  private Rows where(Predicate<String> wanted) {
    Rows part = new Rows();
    rows.forEach((key, row) -> {
      if (wanted.test(key)) {
        part.rows.put(key, row);
      }
    });
    return part;
  }

  private static String key(String plural, JsonNode row) {
    return plural + "/" + row.path("id").asString();
  }
}
