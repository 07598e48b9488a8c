package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.platform.evidence.Chain;
import com.openagents.sync.platform.evidence.SignedHead;
import com.openagents.sync.query.audit.evidence.Chunk.Fault;
import com.openagents.sync.query.audit.evidence.StoredEvents.Place;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at the events of one stretch, each against the stored hash of the one before: stretches need no order. */
final class ChunkCheck implements StoredEvents.Sink {

  private final long head;
  private final Map<Long, List<SignedHead>> signed;
  private final List<SignedHead> brokenHeads = new ArrayList<>();
  private final List<MoneyEvent> money = new ArrayList<>();
  private Place before;
  private long rows;
  private @Nullable Fault fault;

  private ChunkCheck(Place before, long head, Map<Long, List<SignedHead>> signed) {
    this.before = before;
    this.head = head;
    this.signed = signed;
  }

  /** @param signed heads by the index of their event */
  static Chunk of(
    StoredEvents events,
    Postings shown,
    long after,
    long until,
    long head,
    Map<Long, List<SignedHead>> signed
  ) throws SQLException {
    ChunkCheck check = new ChunkCheck(events.before(after), head, signed);
    events.each(after, until, check);
    Postings.Compared compared = shown.compare(check.money);
    return new Chunk(
      check.rows,
      check.before,
      Optional.ofNullable(check.fault),
      check.brokenHeads,
      check.money,
      compared.postings(),
      compared.wrong()
    );
  }

  @Override
  public boolean take(StoredRow row) {
    rows++;
    if (row.index() <= before.index() || row.index() < 1) {
      found(Fault.Type.SURPLUS, row);
      return true;
    }
    if (row.index() > head) {
      found(Fault.Type.BEYOND_HEAD, row);
    } else if (row.index() != before.index() + 1) {
      found(Fault.Type.GAP, row);
    } else if (!Chain.isLink(before.hash(), row.event(), row.hash())) {
      found(Fault.Type.BROKEN_LINK, row);
    }
    for (SignedHead each : signed.getOrDefault(row.index(), List.of())) {
      if (!Arrays.equals(each.hash(), row.hash())) {
        brokenHeads.add(each);
      }
    }
    MoneyEvent.of(row.event()).ifPresent(money::add);
    before = new Place(row.index(), row.hash());
    return true;
  }

  private void found(Fault.Type type, StoredRow row) {
    if (fault == null) {
      fault = new Fault(type, before, row);
    }
  }
}
