package com.openagents.sync.standalone.proof.faults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import tools.jackson.databind.JsonNode;

/**
 * What a client holds of a scope. Of each value only a fingerprint is kept, so that many clients fit in one process:
 * two replicas can be compared, not read.
 */
final class Replica {

  private static final int DIFFERENCES_MAX = 5;
  private static final long FINGERPRINT_START = 0xcbf29ce484222325L;
  private static final long FINGERPRINT_FACTOR = 0x100000001b3L;

  /** @param rows by id, a fingerprint per column; 0 where a row lacks the column */
  private record Table(Map<String, Integer> columns, Map<UUID, long[]> rows) {
    long[] with(long[] row, JsonNode values) {
      long[] result = row;
      for (Map.Entry<String, JsonNode> value : values.properties()) {
        int column = columns.computeIfAbsent(value.getKey(), _ -> columns.size());
        if (column >= result.length) {
          result = Arrays.copyOf(result, columns.size());
        }
        result[column] = fingerprint(value.getValue().toString());
      }
      return result;
    }

    Map<String, Long> byColumn(UUID id) {
      long[] row = rows.getOrDefault(id, new long[0]);
      Map<String, Long> values = new TreeMap<>();
      columns.forEach((column, place) -> {
        if (place < row.length && row[place] != 0) {
          values.put(column, row[place]);
        }
      });
      return values;
    }
  }

  private final Map<String, Table> tables = new TreeMap<>();

  static Replica empty() {
    return new Replica();
  }

  /** @param models rows by plural model name, as bootstrap answers */
  static Replica of(JsonNode models) {
    Replica replica = new Replica();
    replica.putAll(models);
    return replica;
  }

  void putAll(JsonNode models) {
    models.properties().forEach(model -> model.getValue().forEach(row -> put(singular(model.getKey()), row)));
  }

  /** @param deleted ids by plural model name, as the compacted delta answers */
  void removeAll(JsonNode deleted) {
    deleted
      .properties()
      .forEach(model ->
        model.getValue().forEach(id -> table(singular(model.getKey())).rows.remove(uuid(id)))
      );
  }

  /** Folds a sync event in; says what is wrong if it contradicts what is here. */
  Optional<String> apply(JsonNode event) {
    Table table = table(event.path("model").asString());
    UUID id = uuid(event.path("model_id"));
    JsonNode data = event.path("data");
    long[] present = table.rows.get(id);
    boolean fits = switch (event.path("action").asString()) {
      case "insert" -> table.rows.put(id, table.with(new long[0], data)) == null;
      case "update" -> present != null && table.rows.put(id, table.with(present, data)) != null;
      case "delete" -> table.rows.remove(id) != null;
      default -> false;
    };
    return fits
      ? Optional.empty()
      : Optional.of("does not fit the row that is " + (present == null ? "not " : "") + "there");
  }

  int size() {
    return tables
      .values()
      .stream()
      .mapToInt(table -> table.rows.size())
      .sum();
  }

  /** In words, the first few; none if both hold the same. */
  List<String> differencesFrom(Replica other) {
    List<String> differences = new ArrayList<>();
    var models = new TreeSet<>(tables.keySet());
    models.addAll(other.tables.keySet());
    for (String model : models) {
      Table here = table(model);
      Table there = other.table(model);
      var ids = new TreeSet<>(here.rows.keySet());
      ids.addAll(there.rows.keySet());
      for (UUID id : ids) {
        if (!here.byColumn(id).equals(there.byColumn(id)) && differences.size() < DIFFERENCES_MAX) {
          differences.add(model + " " + id + " " + difference(here.byColumn(id), there.byColumn(id)));
        }
      }
    }
    return differences;
  }

  private static String difference(Map<String, Long> here, Map<String, Long> there) {
    if (here.isEmpty()) {
      return "is missing";
    }
    if (there.isEmpty()) {
      return "should not be there";
    }
    var columns = new TreeSet<>(here.keySet());
    columns.addAll(there.keySet());
    columns.removeIf(column -> here.getOrDefault(column, 0L).equals(there.getOrDefault(column, 0L)));
    return "differs in " + columns;
  }

  private void put(String model, JsonNode row) {
    Table table = table(model);
    table.rows.put(uuid(row.path("id")), table.with(new long[0], row));
  }

  private Table table(String model) {
    return tables.computeIfAbsent(model, _ -> new Table(new LinkedHashMap<>(), new HashMap<>()));
  }

  private static String singular(String plural) {
    return plural.substring(0, plural.length() - 1);
  }

  private static UUID uuid(JsonNode id) {
    return UUID.fromString(id.asString());
  }

  /** FNV-1a over the characters, never 0. */
  private static long fingerprint(String text) {
    long hash = FINGERPRINT_START;
    for (int index = 0; index < text.length(); index++) {
      hash = (hash ^ text.charAt(index)) * FINGERPRINT_FACTOR;
    }
    return hash == 0 ? 1 : hash;
  }
}
