package com.openagents.sync.platform.handover;

import com.openagents.sync.platform.evidence.ChainedEvent;
import java.util.List;

/**
 * Domain events that are appended together.
 *
 * @param events in their order, at least one
 * @param commit of the append: they are handed over before it is known, so that work on them begins meanwhile
 */
public record AppendedEvents(List<ChainedEvent> events, long bytes, Commit commit) implements Handover.Batch {
  private static final long OVERHEAD_BYTES = 400;

  public static AppendedEvents of(List<ChainedEvent> events, Commit commit) {
    return new AppendedEvents(events, events.stream().mapToLong(AppendedEvents::bytes).sum(), commit);
  }

  public long firstIndex() {
    return events.getFirst().globalIndex();
  }

  public long lastIndex() {
    return events.getLast().globalIndex();
  }

  private static long bytes(ChainedEvent event) {
    return OVERHEAD_BYTES + event.payload().length + event.metadata().length;
  }
}
