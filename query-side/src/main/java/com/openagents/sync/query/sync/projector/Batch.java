package com.openagents.sync.query.sync.projector;

import com.openagents.sync.api.ErasedText;
import com.openagents.sync.api.sync.SyncAction;
import com.openagents.sync.query.platform.Change.RowChange;
import com.openagents.sync.query.platform.Change.RowDeleted;
import com.openagents.sync.query.platform.Change.RowInserted;
import com.openagents.sync.query.platform.Change.RowUpdated;
import com.openagents.sync.query.platform.Change.ScopeOpened;
import com.openagents.sync.query.platform.Change.TextErased;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.platform.Occurrence;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** All that one transaction writes, gathered in memory. */
final class Batch {

  private final JsonMapper json;
  private final Map<Model, RowFold> rows = new LinkedHashMap<>();
  private final List<ScopeOpened> scopes = new ArrayList<>();
  private final List<LogEntry> log = new ArrayList<>();

  Batch(JsonMapper json, List<DecodedEvent> events) {
    this.json = json;
    for (DecodedEvent event : events) {
      for (DecodedEvent.Part part : event.parts()) {
        part.changes().forEach(change -> {
          switch (change) {
            case ScopeOpened opened -> scopes.add(opened);
            case RowChange row -> add(row, part.occurrence());
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

  private void add(RowChange change, Occurrence cause) {
    RowFold fold = rows.computeIfAbsent(change.model(), _ -> new RowFold());
    switch (change) {
      case RowInserted inserted -> {
        ObjectNode row = json.valueToTree(inserted.row());
        log(change, SyncAction.INSERT, row.toString(), cause);
        addAuthors(change.model(), row, cause.actor());
        fold.insert(inserted.id(), row);
      }
      case RowUpdated updated -> {
        ObjectNode changed = json.valueToTree(updated.changed());
        changed.set("updated_at", json.valueToTree(updated.updatedAt()));
        log(change, SyncAction.UPDATE, changed.toString(), cause);
        addAuthors(change.model(), changed, cause.actor());
        fold.update(updated.id(), changed);
      }
      case RowDeleted deleted -> {
        log(change, SyncAction.DELETE, null, cause);
        fold.delete(deleted.id());
      }
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

  private void log(RowChange change, SyncAction action, @Nullable String data, Occurrence cause) {
    log.add(new LogEntry(change.scopes(), change.model().name(), change.id(), action, data, cause));
  }
}
