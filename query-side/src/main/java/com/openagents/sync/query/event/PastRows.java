package com.openagents.sync.query.event;

import com.openagents.sync.query.platform.Model;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What rows held before an event, from the older events of their aggregates: the sync log may not reach back. */
@Component
public class PastRows {

  private static final String OLDER = """
  WHERE aggregate_id = ? AND global_index < ? ORDER BY sequence_number DESC
  """;

  private final StoredEvents store;
  private final EventDecoder decoder;
  private final JsonMapper json;

  PastRows(StoredEvents store, EventDecoder decoder, JsonMapper json) {
    this.store = store;
    this.decoder = decoder;
    this.json = json;
  }

  /**
   * Goes back as far as it must to know them, so that a long history costs no more than a short one. Needs a transaction.
   *
   * @param columns those that are asked for; null for the whole row
   * @return what is known of them; nothing if there was no such row
   */
  public ObjectNode before(
    long index,
    Model model,
    UUID id,
    UUID aggregateId,
    @Nullable Set<String> columns
  ) {
    ObjectNode known = json.createObjectNode();
    store.each(event -> !takeUnknown(known, event, model, id, columns), OLDER, aggregateId, index);
    return known;
  }

  /** Returns whether nothing is left to look for. */
  private boolean takeUnknown(
    ObjectNode known,
    StoredEvent event,
    Model model,
    UUID id,
    @Nullable Set<String> columns
  ) {
    for (ChangedRow change : newestFirst(event)) {
      ObjectNode data = change.data();
      if (!change.isOf(model, id) || data == null) {
        continue;
      }
      data.forEachEntry((column, value) -> {
        if (!known.has(column) && (columns == null || columns.contains(column))) {
          known.set(column, value);
        }
      });
    }
    return known.size() == (columns == null ? model.columns().size() : columns.size());
  }

  private List<ChangedRow> newestFirst(StoredEvent event) {
    try {
      return decoder.changedRows(event).reversed();
    } catch (Unprojectable unreadable) {
      // What it changed nobody has seen.
      return List.of();
    }
  }
}
