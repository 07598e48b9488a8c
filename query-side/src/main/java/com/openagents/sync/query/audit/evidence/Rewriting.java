package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.platform.evidence.SignedHead;
import com.openagents.sync.query.audit.evidence.Finding.Kind;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What happened where the chain is whole but is not the one that was signed: whoever did it made all later hashes anew.
 * The last signed head that fits and the first that does not enclose it; the sync log may remember more.
 */
final class Rewriting {

  private final StoredEvents events;
  private final Diagnosis diagnosis;
  private final Witness witness;

  Rewriting(StoredEvents events, Diagnosis diagnosis, Witness witness) {
    this.events = events;
    this.diagnosis = diagnosis;
    this.witness = witness;
  }

  /** @param fitting the last event up to which the chain is the signed one */
  Finding of(SignedHead broken, long fitting) throws SQLException {
    Optional<Finding> known = firstOther(fitting, broken.globalIndex());
    if (known.isPresent()) {
      return known.get();
    }
    long first = fitting + 1;
    return new Finding(
      Kind.CHANGED,
      first,
      broken.globalIndex(),
      first == broken.globalIndex()
        ? events
            .at(first)
            .map(row -> row.event().eventId())
            .orElse(null)
        : null,
      "All hashes fit, but the chain up to event %d is not the one that was signed at %s: one of these events was changed and the hashes behind it were made anew.".formatted(
        broken.globalIndex(),
        broken.signedAt()
      )
    );
  }

  /** @param last the last event that there is */
  Finding ofEnd(long last, long until, long fitting, String who) throws SQLException {
    Optional<Finding> known = firstOther(fitting, last);
    if (known.isPresent()) {
      return known.get();
    }
    return new Finding(
      Kind.TRUNCATED,
      last + 1,
      until,
      witness.eventAt(last + 1).orElse(null),
      "The store ends here; %s knows of events up to %d.".formatted(who, until)
    );
  }

  private Optional<Finding> firstOther(long after, long until) throws SQLException {
    List<Finding> found = new ArrayList<>(1);
    events.each(after, until, row -> {
      diagnosis.byWitness(row.event()).ifPresent(found::add);
      return found.isEmpty();
    });
    return found.stream().findFirst();
  }
}
