package com.openagents.sync.query.rebuild;

import com.openagents.sync.query.platform.Change.ScopeOpened;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What some events in a row did to rows and scopes, so that each row is written once for all of them. */
final class Fold {

  private final Map<TableShape, Map<UUID, FoldedRow>> rows = new LinkedHashMap<>();
  private final List<ScopeOpened> scopes = new ArrayList<>();
  private final Map<UUID, String> contradictions = new HashMap<>();
  private long characters;
  private int size;

  void open(ScopeOpened scope) {
    scopes.add(scope);
  }

  void add(TableShape shape, FoldedRow change) {
    Map<UUID, FoldedRow> ofModel = rows.computeIfAbsent(shape, _ -> new LinkedHashMap<>());
    FoldedRow before = ofModel.putIfAbsent(change.id, change);
    characters += characters(change);
    if (before == null) {
      size++;
    } else if (!before.then(change)) {
      contradictions.put(
        change.orgId,
        "%s %s: %s after %s".formatted(shape.model().name(), change.id, change.kind, before.kind)
      );
    }
  }

  /** Adds what later events did. */
  void then(Fold later) {
    if (rows.isEmpty()) {
      rows.putAll(later.rows);
      size = later.size;
      characters = later.characters;
    } else {
      later.rows.forEach((shape, ofModel) -> ofModel.values().forEach(change -> add(shape, change)));
    }
    scopes.addAll(later.scopes);
    contradictions.putAll(later.contradictions);
  }

  Map<TableShape, Map<UUID, FoldedRow>> rows() {
    return rows;
  }

  List<ScopeOpened> scopes() {
    return scopes;
  }

  /** What can't be, by org. */
  Map<UUID, String> contradictions() {
    return contradictions;
  }

  int size() {
    return size;
  }

  /** About so much memory its texts take. */
  long characters() {
    return characters;
  }

  private static long characters(FoldedRow row) {
    long sum = 0;
    for (Object value : row.values) {
      sum += value instanceof String text ? text.length() : 0;
    }
    return sum;
  }
}
