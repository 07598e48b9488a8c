package com.openagents.sync.platform.handover;

import com.openagents.sync.platform.evidence.ChainedEvent;
import java.util.List;

/**
 * Domain events that were appended together.
 *
 * @param events in their order, at least one
 */
public record AppendedEvents(List<ChainedEvent> events, long bytes) implements Handover.Batch {
  private static final long OVERHEAD_BYTES = 400;

  public static AppendedEvents of(List<ChainedEvent> events) {
    return new AppendedEvents(events, events.stream().mapToLong(AppendedEvents::bytes).sum());
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
