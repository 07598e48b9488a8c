package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.ErasedText;
import com.openagents.sync.query.event.DecodedEvent;
import com.openagents.sync.query.event.EventDecoder;
import com.openagents.sync.query.event.StoredEvent;
import com.openagents.sync.query.event.StoredEvents;
import com.openagents.sync.query.event.Unprojectable;
import com.openagents.sync.query.platform.Change;
import com.openagents.sync.query.platform.Change.RowChange;
import com.openagents.sync.query.platform.Change.RowDeleted;
import com.openagents.sync.query.platform.Change.RowInserted;
import com.openagents.sync.query.platform.Change.RowUpdated;
import com.openagents.sync.query.platform.Change.ScopeOpened;
import com.openagents.sync.query.platform.Change.TextErased;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.platform.Occurrence;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads and decodes a range of events, and folds what they did. Any number of threads may do so for other ranges. */
final class PageDecoder {

  private final StoredEvents store;
  private final EventDecoder decoder;
  private final TransactionTemplate transaction;
  private final Map<Model, TableShape> shapes;
  private final KnownErasures erasures;

  PageDecoder(
    StoredEvents store,
    EventDecoder decoder,
    TransactionTemplate transaction,
    Map<Model, TableShape> shapes,
    KnownErasures erasures
  ) {
    this.store = store;
    this.decoder = decoder;
    this.transaction = transaction;
    this.shapes = shapes;
    this.erasures = erasures;
  }

  /**
   * @param held by org the first event that is left out, with all later ones of it
   * @param bytesMax of payloads; what is behind them is left out
   */
  Page decode(Range range, Map<UUID, Long> held, long bytesMax) {
    Reading reading = new Reading(held, bytesMax);
    boolean whole = Boolean.TRUE.equals(
      transaction.execute(_ -> store.each(reading::take, range.condition(), range.parameters()))
    );
    reading.endFold();
    long through = whole ? range.through() : reading.lastIndex;
    return new Page(through, reading.events, reading.steps, reading.unreadable);
  }

  private final class Reading {

    private final Map<UUID, Long> held;
    private final List<Page.Step> steps = new ArrayList<>();
    private final long bytesMax;
    private Fold fold = new Fold();
    private long events;
    private long bytes;
    private long lastIndex;
    private Page.@Nullable Unreadable unreadable;

    Reading(Map<UUID, Long> held, long bytesMax) {
      this.held = held;
      this.bytesMax = bytesMax;
    }

    /** Returns whether another one may come. */
    boolean take(StoredEvent event) {
      events++;
      bytes += event.bytes();
      lastIndex = event.index();
      decode(event);
      return bytes < bytesMax;
    }

    private void decode(StoredEvent event) {
      Long heldFrom = held.get(event.orgId());
      if (unreadable != null || (heldFrom != null && heldFrom <= event.index())) {
        return;
      }
      try {
        DecodedEvent decoded = decoder.decode(event);
        decoded
          .parts()
          .forEach(part -> part.changes().forEach(change -> take(event, part.occurrence(), change)));
      } catch (Unprojectable reason) {
        unreadable = new Page.Unreadable(event.orgId(), event.index(), String.valueOf(reason.getMessage()));
      }
    }

    private void take(StoredEvent event, Occurrence occurrence, Change change) {
      switch (change) {
        case ScopeOpened opened -> fold.open(opened);
        case RowChange row -> take(event, occurrence, row);
        case TextErased erased -> {
          if (!erasures.isKnown(event.index())) {
            endFold();
            steps.add(new Page.Erasing(erased));
          }
        }
      }
    }

    private void take(StoredEvent event, Occurrence occurrence, RowChange change) {
      TableShape shape = shapes.get(change.model());
      if (shape != null) {
        boolean erased = erasures.isErased(event.orgId(), occurrence.actor(), event.index());
        fold.add(shape, row(shape, event.orgId(), change, erased ? null : occurrence.actor()));
      }
    }

    void endFold() {
      steps.add(new Page.Changes(fold));
      fold = new Fold();
    }
  }

  private static FoldedRow row(TableShape shape, UUID org, RowChange change, @Nullable String author) {
    return switch (change) {
      case RowInserted inserted -> {
        @Nullable
        Object[] values = shape.values(inserted.row());
        long columns = -1;
        yield authored(
          shape,
          new FoldedRow(change.id(), org, FoldedRow.Kind.INSERT, values, columns),
          author
        );
      }
      case RowUpdated updated -> {
        @Nullable
        Object[] values = new Object[shape.columns().size()];
        int id = shape.position("id");
        int updatedAt = shape.position("updated_at");
        values[id] = updated.id();
        values[updatedAt] = updated.updatedAt();
        long columns = 1L << updatedAt;
        for (Map.Entry<String, Object> changed : updated.changed().entrySet()) {
          int column = shape.position(changed.getKey());
          values[column] = changed.getValue();
          columns |= 1L << column;
        }
        yield authored(
          shape,
          new FoldedRow(change.id(), org, FoldedRow.Kind.UPDATE, values, columns),
          author
        );
      }
      case RowDeleted deleted -> new FoldedRow(
        deleted.id(),
        org,
        FoldedRow.Kind.DELETE,
        new Object[shape.columns().size()],
        0
      );
    };
  }

  /**
   * Puts beside each text who wrote it, unless there is none or it is erased.
   *
   * @param author null if what this one wrote is erased since
   */
  private static FoldedRow authored(TableShape shape, FoldedRow row, @Nullable String author) {
    for (int column : shape.personal()) {
      if ((row.columns & (1L << column)) != 0) {
        int by = shape.author(column);
        Object text = row.values[column];
        boolean isText = holdsText(text);
        if (isText && author == null) {
          row.values[column] = shape.model().erasedValue(shape.columns().get(column));
        }
        row.values[by] = isText ? author : null;
        row.columns |= 1L << by;
      }
    }
    return row;
  }

  private static boolean holdsText(@Nullable Object value) {
    return switch (value) {
      case null -> false;
      case String text -> !text.isEmpty() && !text.equals(ErasedText.MARKER);
      case List<?> list -> !list.isEmpty();
      default -> true;
    };
  }
}
