package com.openagents.sync.query.rebuild;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What some events in a row did to one row. */
final class FoldedRow {

  /** What it takes to have the same effect. */
  enum Kind {
    INSERT,
    UPDATE,
    DELETE,
    /** A delete, and then an insert. */
    REPLACE,
  }

  final UUID id;
  final UUID orgId;
  Kind kind;

  /** By the position of the column. */
  @Nullable
  Object[] values;

  /** A bit for each column that has a value here. */
  long columns;
  private boolean nothing;

  FoldedRow(UUID id, UUID orgId, Kind kind, @Nullable Object[] values, long columns) {
    this.id = id;
    this.orgId = orgId;
    this.kind = kind;
    this.values = values;
    this.columns = columns;
  }

  /**
   * Adds what later events did; returns whether that makes sense.
   *
   * <p>An insert that is deleted again becomes a delete of nothing: see {@link #isNothing}.
   */
  boolean then(FoldedRow later) {
    if (later.nothing) {
      return nothing || kind == Kind.DELETE;
    }
    return switch (kind) {
      case INSERT -> thenOnPresent(later, Kind.INSERT, null);
      case REPLACE -> thenOnPresent(later, Kind.REPLACE, Kind.DELETE);
      case UPDATE -> thenOnUpdated(later);
      case DELETE -> later.kind == Kind.INSERT && become(Kind.REPLACE, later);
    };
  }

  /** Whether it was inserted and deleted again. */
  boolean isNothing() {
    return nothing;
  }

  private boolean thenOnPresent(FoldedRow later, Kind present, @Nullable Kind deleted) {
    if (nothing) {
      nothing = false;
      return later.kind == Kind.INSERT && become(Kind.INSERT, later);
    }
    return switch (later.kind) {
      case UPDATE -> overlay(later);
      case REPLACE -> become(present, later);
      case INSERT -> false;
      case DELETE -> {
        if (deleted == null) {
          nothing = true;
        } else {
          kind = deleted;
        }
        yield true;
      }
    };
  }

  private boolean thenOnUpdated(FoldedRow later) {
    return switch (later.kind) {
      case UPDATE -> overlay(later);
      case DELETE, REPLACE -> become(later.kind, later);
      case INSERT -> false;
    };
  }

  private boolean overlay(FoldedRow later) {
    for (int column = 0; column < values.length; column++) {
      if ((later.columns & (1L << column)) != 0) {
        values[column] = later.values[column];
      }
    }
    columns |= later.columns;
    return true;
  }

  private boolean become(Kind next, FoldedRow later) {
    kind = next;
    values = later.values;
    columns = later.columns;
    return true;
  }
}
