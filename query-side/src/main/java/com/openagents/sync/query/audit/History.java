package com.openagents.sync.query.audit;

import com.openagents.sync.api.audit.FieldChange;
import com.openagents.sync.api.audit.HistoryEntry;
import com.openagents.sync.api.audit.HistoryResponse;
import com.openagents.sync.api.audit.RowAlteration;
import com.openagents.sync.api.sync.SyncAction;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.query.event.ChangedRow;
import com.openagents.sync.query.event.EventDecoder;
import com.openagents.sync.query.event.PastRows;
import com.openagents.sync.query.event.Provenance;
import com.openagents.sync.query.event.StoredEvent;
import com.openagents.sync.query.event.StoredEvents;
import com.openagents.sync.query.event.Unprojectable;
import com.openagents.sync.query.platform.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The events of one thing, each with what it changed from what to what. */
@Component
class History {

  private static final String OLDEST_FIRST = """
  WHERE aggregate_id = ? AND created_at BETWEEN ?::timestamptz AND ?::timestamptz AND global_index > ?
  ORDER BY sequence_number
  """;
  private static final String NEWEST_FIRST = """
  WHERE aggregate_id = ? AND created_at BETWEEN ?::timestamptz AND ?::timestamptz AND global_index < ?
  ORDER BY sequence_number DESC
  """;

  private final Things things;
  private final Snapshot snapshot;
  private final StoredEvents store;
  private final EventDecoder decoder;
  private final PastRows past;
  private final ProjectedEvents projected;
  private final AuditLimits limits;

  History(
    Things things,
    Snapshot snapshot,
    StoredEvents store,
    EventDecoder decoder,
    PastRows past,
    ProjectedEvents projected,
    AuditLimits limits
  ) {
    this.things = things;
    this.snapshot = snapshot;
    this.store = store;
    this.decoder = decoder;
    this.past = past;
    this.projected = projected;
    this.limits = limits;
  }

  /** @param unreadable why its rows can't be told; null if they can */
  private record Read(StoredEvent event, List<ChangedRow> rows, @Nullable String unreadable) {}

  private record Found(List<Read> inOrder, boolean hasMore) {}

  HistoryResponse page(Caller caller, String model, UUID id, HistoryPage page) {
    return snapshot.read(() -> {
      Thing thing = things.named(caller, model, id);
      Found found = find(thing, page);
      if (found.inOrder().isEmpty() && page.cursor() == null) {
        // The id is of something else.
        throw Things.notFound(thing.model(), id);
      }
      List<HistoryEntry> entries = entries(thing, found.inOrder());
      if (!page.isOldestFirst()) {
        Collections.reverse(entries);
      }
      Long next = found.hasMore() ? entries.getLast().index() : null;
      return new HistoryResponse(thing.model().name(), id, entries, next);
    });
  }

  private Found find(Thing thing, HistoryPage page) {
    List<Read> found = new ArrayList<>();
    List<StoredEvent> beyond = new ArrayList<>();
    long start = page.isOldestFirst() ? -1 : Long.MAX_VALUE;
    Long cursor = page.cursor();
    store.each(
      event -> {
        Read read = read(event);
        if (!concerns(thing, read)) {
          return true;
        }
        if (isFull(found, page)) {
          beyond.add(event);
          return false;
        }
        found.add(read);
        return true;
      },
      page.isOldestFirst() ? OLDEST_FIRST : NEWEST_FIRST,
      thing.aggregateId(),
      thing.since(),
      thing.until(),
      cursor == null ? start : cursor
    );
    if (!page.isOldestFirst()) {
      Collections.reverse(found);
    }
    return new Found(found, !beyond.isEmpty());
  }

  private boolean isFull(List<Read> found, HistoryPage page) {
    long bytes = found
      .stream()
      .mapToLong(read -> read.event().bytes())
      .sum();
    return found.size() == page.entriesMax() || bytes >= limits.pageSizeMax().toBytes();
  }

  private Read read(StoredEvent event) {
    try {
      return new Read(event, decoder.changedRows(event), null);
    } catch (Unprojectable unreadable) {
      return new Read(event, List.of(), unreadable.getMessage());
    }
  }

  private static boolean concerns(Thing thing, Read read) {
    return (
      read.unreadable() != null ||
      read
        .rows()
        .stream()
        .anyMatch(row -> row.isOf(thing.model(), thing.id()))
    );
  }

  private List<HistoryEntry> entries(Thing thing, List<Read> inOrder) {
    Set<Long> shown = projected.among(
      inOrder
        .stream()
        .map(read -> read.event().index())
        .toList()
    );
    Alterations alterations = new Alterations(past);
    List<HistoryEntry> entries = new ArrayList<>();
    for (Read read : inOrder) {
      entries.add(entry(thing, read, alterations, shown.contains(read.event().index())));
    }
    return entries;
  }

  private HistoryEntry entry(Thing thing, Read read, Alterations alterations, boolean isShown) {
    SyncAction action = null;
    Map<String, FieldChange> changes = new LinkedHashMap<>();
    List<RowAlteration> also = new ArrayList<>();
    for (ChangedRow row : read.rows()) {
      RowAlteration alteration = alterations.next(read.event(), row);
      if (row.isOf(thing.model(), thing.id())) {
        action = action == null ? row.action() : action;
        alteration
          .changes()
          .forEach((field, change) ->
            changes.merge(field, change, (first, then) -> new FieldChange(first.from(), then.to()))
          );
      } else {
        also.add(alteration);
      }
    }
    StoredEvent event = read.event();
    Provenance provenance = decoder.provenance(event);
    return new HistoryEntry(
      event.index(),
      event.eventId(),
      event.name(),
      event.time(),
      provenance.actor(),
      provenance.actorKind(),
      provenance.mutationId(),
      provenance.correlationId(),
      provenance.causationId(),
      action,
      changes,
      also,
      isShown,
      read.unreadable()
    );
  }
}
