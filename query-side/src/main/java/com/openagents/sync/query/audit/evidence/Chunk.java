package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.platform.evidence.SignedHead;
import java.util.List;
import java.util.Optional;

/**
 * What came of looking at some events in a row.
 *
 * @param end where the chain stands after them
 * @param fault the first one
 * @param brokenHeads signed heads that say something else than the chain
 * @param money their movements of money, in order
 * @param wrongPosting the first posting that is not shown as its event says
 */
record Chunk(
  long rows,
  StoredEvents.Place end,
  Optional<Fault> fault,
  List<SignedHead> brokenHeads,
  List<MoneyEvent> money,
  long postings,
  Optional<Finding> wrongPosting
) {
  /**
   * Where events stop following from each other.
   *
   * @param before what the event should follow
   * @param row what stands there
   */
  record Fault(Type type, StoredEvents.Place before, StoredRow row) {
    enum Type {
      /** Its index is not the next one. */
      GAP,
      /** Its index was taken before, or is below the first. */
      SURPLUS,
      /** The store's head knows nothing of it. */
      BEYOND_HEAD,
      /** Its hash does not follow from it and what is before it. */
      BROKEN_LINK,
    }

    long expectedIndex() {
      return before.index() + 1;
    }
  }
}
