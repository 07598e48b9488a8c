package com.openagents.sync.query.rebuild;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Events in (after, through].
 *
 * @param orgs only those of these orgs; null for all
 */
record Range(long after, long through, @Nullable Set<UUID> orgs) {
  /** From {@code WHERE} on. */
  String condition() {
    return (
      "WHERE global_index > ? AND global_index <= ?" +
      (orgs == null ? "" : " AND org_id = ANY (?)") +
      " ORDER BY global_index"
    );
  }

  Object[] parameters() {
    List<Object> parameters = new ArrayList<>(List.of(after, through));
    if (orgs != null) {
      parameters.add(orgs.toArray(UUID[]::new));
    }
    return parameters.toArray();
  }
}
