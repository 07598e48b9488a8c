package com.openagents.sync.query.testing;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a client holds of a scope: rows by plural model name and id. Made from a bootstrap, kept up by sync events.
 */
public record FoldedScope(Map<String, Map<String, JsonNode>> rows) {
  public static FoldedScope empty() {
    return new FoldedScope(new TreeMap<>());
  }

  public static FoldedScope of(JsonNode bootstrap) {
    FoldedScope scope = empty();
    scope.put(bootstrap);
    scope.rows.values().removeIf(Map::isEmpty);
    return scope;
  }

  public void apply(JsonNode event) {
    Map<String, JsonNode> model = model(event.get("model").stringValue() + "s");
    String id = event.get("model_id").stringValue();
    switch (event.get("action").stringValue()) {
      case "insert" -> model.put(id, event.get("data"));
      case "update" -> model.computeIfPresent(id, (_, row) ->
        ((ObjectNode) row.deepCopy()).setAll((ObjectNode) event.get("data"))
      );
      case "delete" -> model.remove(id);
      default -> throw new IllegalArgumentException(event.toString());
    }
    rows.values().removeIf(Map::isEmpty);
  }

  /** Takes in a compacted delta. */
  public void applyCompacted(JsonNode delta) {
    put(delta);
    delta
      .get("deleted")
      .properties()
      .forEach(model -> model.getValue().forEach(id -> model(model.getKey()).remove(id.stringValue())));
    rows.values().removeIf(Map::isEmpty);
  }

  /** Only some models, by their plural names. */
  public FoldedScope of(Set<String> models) {
    FoldedScope some = copy();
    some.rows.keySet().retainAll(models);
    return some;
  }

  public FoldedScope copy() {
    FoldedScope copy = empty();
    rows.forEach((model, all) -> copy.rows.put(model, new TreeMap<>(all)));
    return copy;
  }

  private void put(JsonNode answer) {
    answer
      .get("models")
      .properties()
      .forEach(model ->
        model.getValue().forEach(row -> model(model.getKey()).put(row.get("id").stringValue(), row))
      );
  }

  private Map<String, JsonNode> model(String plural) {
    return rows.computeIfAbsent(plural, _ -> new TreeMap<>());
  }
}
