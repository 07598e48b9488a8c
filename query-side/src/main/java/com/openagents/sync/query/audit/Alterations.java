package com.openagents.sync.query.audit;

import com.openagents.sync.api.audit.FieldChange;
import com.openagents.sync.api.audit.RowAlteration;
import com.openagents.sync.query.event.ChangedRow;
import com.openagents.sync.query.event.PastRows;
import com.openagents.sync.query.event.StoredEvent;
import com.openagents.sync.query.platform.Model;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** What events changed from what to what. Takes them in their order; what was before the first it looks up. */
final class Alterations {

  private record Key(Model model, UUID id) {}

  private final PastRows past;
  private final Map<Key, ObjectNode> known = new HashMap<>();

  Alterations(PastRows past) {
    this.past = past;
  }

  RowAlteration next(StoredEvent event, ChangedRow change) {
    return new RowAlteration(change.model().name(), change.id(), change.action(), changes(event, change));
  }

  private Map<String, FieldChange> changes(StoredEvent event, ChangedRow change) {
    ObjectNode row = known.computeIfAbsent(new Key(change.model(), change.id()), _ ->
      JsonNodeFactory.instance.objectNode()
    );
    return switch (change.action()) {
      case INSERT -> inserted(row, Objects.requireNonNull(change.data()));
      case UPDATE -> updated(event, change, row, Objects.requireNonNull(change.data()));
      case DELETE -> deleted(event, change, row);
    };
  }

  private static Map<String, FieldChange> inserted(ObjectNode row, ObjectNode data) {
    Map<String, FieldChange> changes = new LinkedHashMap<>();
    data.forEachEntry((column, value) -> changes.put(column, new FieldChange(null, value)));
    row.setAll(data);
    return changes;
  }

  private Map<String, FieldChange> updated(
    StoredEvent event,
    ChangedRow change,
    ObjectNode row,
    ObjectNode data
  ) {
    lookUp(event, change, row, new LinkedHashSet<>(data.propertyNames()));
    Map<String, FieldChange> changes = new LinkedHashMap<>();
    for (String column : change.model().columns()) {
      JsonNode to = data.get(column);
      if (to != null && !to.equals(row.get(column))) {
        changes.put(column, new FieldChange(row.get(column), to));
      }
    }
    row.setAll(data);
    return changes;
  }

  private Map<String, FieldChange> deleted(StoredEvent event, ChangedRow change, ObjectNode row) {
    if (row.size() < change.model().columns().size()) {
      lookUp(event, change, row, null);
    }
    Map<String, FieldChange> changes = new LinkedHashMap<>();
    for (String column : change.model().columns()) {
      changes.put(column, new FieldChange(row.get(column), null));
    }
    row.removeAll();
    return changes;
  }

  /** @param columns null for all */
  private void lookUp(StoredEvent event, ChangedRow change, ObjectNode row, @Nullable Set<String> columns) {
    if (columns != null) {
      columns.removeIf(row::has);
      if (columns.isEmpty()) {
        return;
      }
    }
    UUID aggregateId = change.model().aggregateColumn().equals("id") ? change.id() : event.aggregateId();
    past
      .before(event.index(), change.model(), change.id(), aggregateId, columns)
      .forEachEntry((column, value) -> {
        if (!row.has(column)) {
          row.set(column, value);
        }
      });
  }
}
