package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.platform.evidence.Chain;
import com.openagents.sync.platform.evidence.ChainedEvent;
import com.openagents.sync.query.audit.evidence.Chunk.Fault;
import com.openagents.sync.query.audit.evidence.Finding.Kind;
import com.openagents.sync.query.audit.evidence.StoredEvents.Place;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Says what happened where the chain breaks. That it breaks is certain; what happened is the simplest thing that
 * explains what is there.
 */
final class Diagnosis {

  private static final long SEARCHED_EVENTS_MAX = 1_000_000;
  private static final int REMOVED_EVENTS_MAX = 1_000;

  private final StoredEvents events;
  private final Witness witness;

  Diagnosis(StoredEvents events, Witness witness) {
    this.events = events;
    this.witness = witness;
  }

  Finding of(Fault fault) throws SQLException {
    return switch (fault.type()) {
      case GAP -> ofGap(fault);
      case SURPLUS -> Finding.at(
        Kind.ADDED,
        fault.row().index(),
        fault.row().event().eventId(),
        "Another event has this index too, or the store begins behind it."
      );
      case BEYOND_HEAD -> Finding.at(
        Kind.ADDED,
        fault.row().index(),
        fault.row().event().eventId(),
        "event_store.head counts to %d only.".formatted(fault.before().index())
      );
      case BROKEN_LINK -> ofBrokenLink(fault);
    };
  }

  private Finding ofGap(Fault fault) throws SQLException {
    long index = fault.expectedIndex();
    Optional<StoredRow> moved = follower(fault.before(), fault.row());
    if (moved.isPresent()) {
      return reordered(index, moved.get());
    }
    return new Finding(
      Kind.MISSING,
      index,
      fault.row().index() - 1,
      witness.eventAt(index).orElse(null),
      "The next event is %d.".formatted(fault.row().index())
    );
  }

  private Finding ofBrokenLink(Fault fault) throws SQLException {
    Optional<StoredRow> moved = follower(fault.before(), fault.row());
    if (moved.isPresent()) {
      return ofMoved(fault, moved.get());
    }
    Optional<StoredRow> next = events.at(fault.row().index() + 1);
    if (next.isPresent()) {
      Optional<Finding> missing = removedBefore(fault, next.get());
      if (missing.isPresent()) {
        return missing.get();
      }
    }
    Optional<Finding> told = byWitness(fault.row().event());
    return told.isPresent() ? told.get() : changed(fault, next.orElse(null));
  }

  /** An event that follows from what is before, but stands elsewhere, with its hash or without. */
  private Optional<StoredRow> follower(Place before, StoredRow inItsPlace) throws SQLException {
    List<StoredRow> found = new ArrayList<>(1);
    long index = before.index() + 1;
    events.each(before.index(), before.index() + SEARCHED_EVENTS_MAX, row -> {
      boolean isItself = row.event().eventId().equals(inItsPlace.event().eventId()) && row.index() == index;
      byte[] link = Chain.link(before.hash(), Chain.leaf(row.event().at(index)));
      if (!isItself && (Arrays.equals(link, row.hash()) || Arrays.equals(link, inItsPlace.hash()))) {
        found.add(row);
      }
      return found.isEmpty();
    });
    return found.stream().findFirst();
  }

  /** Those behind it moved up with it, or it changed places with another one. */
  private Finding ofMoved(Fault fault, StoredRow moved) throws SQLException {
    long index = fault.expectedIndex();
    Optional<StoredRow> behind = events.at(moved.index() + 1);
    boolean allMoved =
      behind.isPresent() &&
      Chain.isLink(
        moved.hash(),
        behind
          .get()
          .event()
          .at(index + 1),
        behind.get().hash()
      );
    boolean changedPlaces = moved.index() == index + 1 && isOf(fault.row(), moved);
    if (allMoved || (behind.isEmpty() && !changedPlaces) || moved.index() == index) {
      return new Finding(
        Kind.ADDED,
        index,
        Math.max(index, moved.index() - 1),
        fault.row().event().eventId(),
        "What follows the event before it is event %s, now at %d.".formatted(
          moved.event().eventId(),
          moved.index()
        )
      );
    }
    return reordered(index, moved);
  }

  /** Whether a row belongs behind the other one, which stands behind it. */
  private static boolean isOf(StoredRow row, StoredRow other) {
    ChainedEvent behind = row.event().at(other.index());
    return Chain.isLink(other.hash(), behind, row.hash()) || Chain.isLink(row.hash(), behind, other.hash());
  }

  private static Finding reordered(long index, StoredRow moved) {
    return Finding.at(
      Kind.REORDERED,
      index,
      moved.event().eventId(),
      "This event belongs at %d and stands at %d.".formatted(index, moved.index())
    );
  }

  /** The hashes of what stands there know how many were before it. */
  private Optional<Finding> removedBefore(Fault fault, StoredRow next) throws SQLException {
    for (int removed = 1; removed <= REMOVED_EVENTS_MAX; removed++) {
      if (Chain.isLink(fault.row().hash(), next.event().at(next.index() + removed), next.hash())) {
        long index = fault.expectedIndex();
        return Optional.of(
          new Finding(
            Kind.MISSING,
            index,
            index + removed - 1,
            witness.eventAt(index).orElse(null),
            "The events behind it moved up by %d.".formatted(removed)
          )
        );
      }
    }
    return Optional.empty();
  }

  /** What the sync log or the mutations remember of a place where another event stands now, if they do. */
  Optional<Finding> byWitness(ChainedEvent there) throws SQLException {
    long index = there.globalIndex();
    Optional<UUID> before = witness.eventAt(index);
    if (before.isEmpty()) {
      return witness.nobodyAppended(index)
        ? Optional.of(Finding.at(Kind.ADDED, index, there.eventId(), "No mutation accounts for it."))
        : Optional.empty();
    }
    UUID remembered = before.get();
    if (remembered.equals(there.eventId())) {
      return Optional.empty();
    }
    boolean isGone = events.indexOf(remembered).isEmpty();
    boolean isNew = witness.indexOf(there.eventId()).isEmpty();
    Kind kind = isGone ? (isNew ? Kind.CHANGED : Kind.MISSING) : isNew ? Kind.ADDED : Kind.REORDERED;
    return Optional.of(
      Finding.at(
        kind,
        index,
        kind == Kind.ADDED ? there.eventId() : remembered,
        "The sync log remembers event %s here; now %s stands here.".formatted(remembered, there.eventId())
      )
    );
  }

  private static Finding changed(Fault fault, @Nullable StoredRow next) {
    StoredRow row = fault.row();
    byte[] right = Chain.link(fault.before().hash(), Chain.leaf(row.event()));
    boolean hashOnly = next != null && Chain.isLink(right, next.event(), next.hash());
    return Finding.at(
      Kind.CHANGED,
      row.index(),
      row.event().eventId(),
      hashOnly
        ? "Its hash was changed; the event itself is as it was."
        : "Its columns do not give its hash. Had the event before it been changed together with its hash, it would look the same."
    );
  }
}
