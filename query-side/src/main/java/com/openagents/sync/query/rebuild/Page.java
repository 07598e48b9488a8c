package com.openagents.sync.query.rebuild;

import com.openagents.sync.query.platform.Change.TextErased;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What the events of a range did, in their order.
 *
 * @param through index of the last event
 * @param events how many there were, those that are left out too
 * @param unreadable the first event that can't be read; later ones of its org must be left out as well
 */
record Page(long through, long events, List<Step> steps, @Nullable Unreadable unreadable) {
  sealed interface Step {}

  record Changes(Fold fold) implements Step {}

  /** It concerns all rows before it. */
  record Erasing(TextErased erasure) implements Step {}

  record Unreadable(UUID orgId, long index, String reason) {}
}
