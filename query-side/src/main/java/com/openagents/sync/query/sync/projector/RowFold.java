package com.openagents.sync.query.sync.projector;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import tools.jackson.databind.node.ObjectNode;

/**
 * The changes of one model's rows within a batch, folded so that each row is written once. Applied in the order
 * deletes, inserts, updates.
 */
final class RowFold {

  private final Set<UUID> deletes = new LinkedHashSet<>();
  private final Map<UUID, ObjectNode> inserts = new LinkedHashMap<>();
  private final Map<UUID, ObjectNode> updates = new LinkedHashMap<>();

  void insert(UUID id, ObjectNode row) {
    if (inserts.putIfAbsent(id, row) != null) {
      throw new IllegalStateException("inserted twice: " + id);
    }
  }

  /** @param changed the changed columns */
  void update(UUID id, ObjectNode changed) {
    ObjectNode inserted = inserts.get(id);
    if (inserted != null) {
      inserted.setAll(changed);
    } else if (deletes.contains(id)) {
      throw new IllegalStateException("updated after its delete: " + id);
    } else {
      updates.computeIfAbsent(id, _ -> changed.objectNode()).setAll(changed);
    }
  }

  void delete(UUID id) {
    if (inserts.remove(id) == null) {
      updates.remove(id);
      if (!deletes.add(id)) {
        throw new IllegalStateException("deleted twice: " + id);
      }
    }
  }

  Set<UUID> deletes() {
    return deletes;
  }

  Collection<ObjectNode> inserts() {
    return inserts.values();
  }

  /** The updated rows' ids and changed columns, by which columns those are. */
  Map<Set<String>, List<ObjectNode>> updates() {
    Map<Set<String>, List<ObjectNode>> byColumns = new LinkedHashMap<>();
    updates.forEach((id, changed) -> {
      Set<String> columns = new HashSet<>(changed.propertyNames());
      ObjectNode row = changed.deepCopy().put("id", id.toString());
      byColumns.computeIfAbsent(columns, _ -> new ArrayList<>()).add(row);
    });
    return byColumns;
  }
}
