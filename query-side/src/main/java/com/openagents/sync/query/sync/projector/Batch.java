package com.openagents.sync.query.sync.projector;

import com.openagents.sync.api.ErasedText;
import com.openagents.sync.query.event.ChangedRow;
import com.openagents.sync.query.event.DecodedEvent;
import com.openagents.sync.query.platform.Change.RowChange;
import com.openagents.sync.query.platform.Change.ScopeOpened;
import com.openagents.sync.query.platform.Change.TextErased;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.platform.Occurrence;
import com.openagents.sync.query.synclog.LogEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** All that one transaction writes, gathered in memory. */
final class Batch {

  private final Map<Model, RowFold> rows = new LinkedHashMap<>();
  private final List<ScopeOpened> scopes = new ArrayList<>();
  private final List<LogEntry> log = new ArrayList<>();

  Batch(JsonMapper json, List<DecodedEvent> events) {
    for (DecodedEvent event : events) {
      for (DecodedEvent.Part part : event.parts()) {
        part.changes().forEach(change -> {
          switch (change) {
            case ScopeOpened opened -> scopes.add(opened);
            case RowChange row -> add(ChangedRow.of(row, json), part.occurrence());
            case TextErased _ -> throw new IllegalStateException("An erasure is projected by itself");
          }
        });
      }
    }
  }

  Map<Model, RowFold> rows() {
    return rows;
  }

  List<ScopeOpened> scopes() {
    return scopes;
  }

  /** In the order of the events. */
  List<LogEntry> log() {
    return log;
  }

  private void add(ChangedRow change, Occurrence cause) {
    ObjectNode data = change.data();
    log.add(
      new LogEntry(
        change.scopes(),
        change.model().name(),
        change.id(),
        change.action(),
        data == null ? null : data.toString(),
        cause
      )
    );
    if (data != null) {
      addAuthors(change.model(), data, cause.actor());
    }
    RowFold fold = rows.computeIfAbsent(change.model(), _ -> new RowFold());
    switch (change.action()) {
      case INSERT -> fold.insert(change.id(), Objects.requireNonNull(data));
      case UPDATE -> fold.update(change.id(), Objects.requireNonNull(data));
      case DELETE -> fold.delete(change.id());
    }
  }

  /** Beside each text who wrote it, unless there is none, or it is erased already. */
  private static void addAuthors(Model model, ObjectNode row, String actor) {
    for (String column : model.personalColumns()) {
      JsonNode text = row.get(column);
      if (text != null) {
        boolean holdsText = text.isString()
          ? !text.stringValue().isEmpty() && !text.stringValue().equals(ErasedText.MARKER)
          : !text.isEmpty();
        row.put(Model.authorColumn(column), holdsText ? actor : null);
      }
    }
  }
}
