package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.rebuild.RebuildKind;
import com.openagents.sync.api.rebuild.RebuildPhase;
import com.openagents.sync.api.sync.Scope;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A run as it was when it was begun or resumed.
 *
 * @param models none for all
 * @param rollsBack the run whose flip is to be undone
 * @param position events up to here are in the new tables
 * @param erasuresThrough erasures up to here were known from the start
 * @param held by org the first event that is not in the new tables
 */
record Run(
  UUID id,
  RebuildKind kind,
  List<String> models,
  @Nullable Scope scope,
  boolean meaningChanged,
  @Nullable UUID rollsBack,
  RebuildPhase phase,
  boolean begun,
  long position,
  long erasuresThrough,
  long eventsDone,
  Map<UUID, Long> held
) {
  Run startingAt(long start, long erasuresKnown, Map<UUID, Long> heldNow) {
    return new Run(
      id,
      kind,
      models,
      scope,
      meaningChanged,
      rollsBack,
      phase,
      true,
      start,
      erasuresKnown,
      0,
      heldNow
    );
  }
}
