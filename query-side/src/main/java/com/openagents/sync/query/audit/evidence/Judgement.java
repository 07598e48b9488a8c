package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.platform.evidence.SignedHead;
import com.openagents.sync.query.audit.evidence.Finding.Kind;
import com.openagents.sync.query.audit.evidence.StoredEvents.Place;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** Finds the first bad event in what a scan came upon; the rest often only follows from it. */
final class Judgement {

  private final Projection projection;
  private final SignedHeads signed;
  private final Place head;
  private final Diagnosis diagnosis;
  private final Rewriting rewriting;

  Judgement(StoredEvents events, Projection projection, SignedHeads signed, Place head) {
    this.projection = projection;
    this.signed = signed;
    this.head = head;
    Witness witness = new Witness(events, projection);
    this.diagnosis = new Diagnosis(events, witness);
    this.rewriting = new Rewriting(events, diagnosis, witness);
  }

  /** What is wrong with the events themselves, the first of it first; nothing if they are as they were. */
  List<Finding> of(Scan.Result scan) throws SQLException {
    Optional<SignedHead> broken = scan.brokenHeads().stream().findFirst();
    long faultAt = scan.fault().map(Chunk.Fault::expectedIndex).orElse(Long.MAX_VALUE);
    if (broken.isPresent() && broken.get().globalIndex() < faultAt) {
      return List.of(rewriting.of(broken.get(), fitting(broken.get().globalIndex(), scan)));
    }
    if (scan.fault().isPresent()) {
      return List.of(diagnosis.of(scan.fault().get()));
    }
    Optional<Finding> end = end(scan.end());
    return end.map(List::of).orElseGet(List::of);
  }

  /** The last event before this one up to which the chain is known to be the signed one. */
  private long fitting(long index, Scan.Result scan) {
    long before = signed.before(index);
    while (before > 0 && isBroken(before, scan)) {
      before = signed.before(before);
    }
    return before;
  }

  private static boolean isBroken(long index, Scan.Result scan) {
    return scan
      .brokenHeads()
      .stream()
      .anyMatch(it -> it.globalIndex() == index);
  }

  private Optional<Finding> end(Place end) throws SQLException {
    long fitting = signed.before(end.index() + 1);
    if (head.index() > end.index()) {
      return Optional.of(rewriting.ofEnd(end.index(), head.index(), fitting, "event_store.head"));
    }
    if (signed.until() > end.index()) {
      return Optional.of(rewriting.ofEnd(end.index(), signed.until(), fitting, "a signed head"));
    }
    if (projection.position() > end.index()) {
      return Optional.of(rewriting.ofEnd(end.index(), projection.position(), fitting, "the sync log"));
    }
    if (!Arrays.equals(head.hash(), end.hash())) {
      return Optional.of(
        Finding.at(
          Kind.CHANGED,
          end.index(),
          null,
          "event_store.head holds another hash than the chain; the event itself is as it was."
        )
      );
    }
    return Optional.empty();
  }

  Report report(Scan.Result scan, Ledger ledger, List<Finding> findings, long milliseconds) {
    List<Finding> inOrder = new ArrayList<>(findings);
    // What is wrong with events comes before what follows from it.
    inOrder.sort(
      Comparator.comparing((Finding it) -> it.kind() == Kind.SIGNED_HEAD_INVALID || it.globalIndex() == 0)
    );
    return new Report(
      findings.isEmpty(),
      scan.rows(),
      scan.end().index(),
      HexFormat.of().formatHex(scan.end().hash()),
      signed.count(),
      signed.until(),
      signed.outsideUntil(),
      ledger.accounts(),
      scan.postings(),
      projection.waiting().size(),
      milliseconds,
      inOrder
    );
  }
}
