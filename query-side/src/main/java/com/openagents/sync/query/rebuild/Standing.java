package com.openagents.sync.query.rebuild;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * What the new tables hold.
 *
 * @param position events up to here
 * @param held by org the first event that is not there
 * @param left orgs that stay as they are in use, and why
 */
record Standing(long position, Map<UUID, Long> held, Map<UUID, String> left) {
  /** Whether the same of each org is left out of the tables in use, except of those that stay as they are anyway. */
  boolean isHeldAlike(Map<UUID, Long> live) {
    return withoutLeft(held).equals(withoutLeft(live));
  }

  private Map<UUID, Long> withoutLeft(Map<UUID, Long> some) {
    Map<UUID, Long> others = new HashMap<>(some);
    others.keySet().removeAll(left.keySet());
    return others;
  }
}
