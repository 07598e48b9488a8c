package com.openagents.sync.platform.handover;

import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.LoggedEvent;
import java.util.List;

/**
 * What a transaction of the projector has written into the log.
 *
 * @param after the log's last id before
 * @param head where the log stands after it
 * @param position global index of the last domain event that is projected or set aside
 * @param events in the order of their ids, all from {@code after} to the head
 */
public record ProjectedEvents(
  long after,
  LogHead head,
  long position,
  List<ProjectedEvent> events,
  long bytes
) implements Handover.Batch {
  private static final long OVERHEAD_BYTES = 200;

  /** @param eventIndex global index of the domain event that led to it */
  public record ProjectedEvent(long eventIndex, LoggedEvent logged) {}

  public static ProjectedEvents of(long after, LogHead head, long position, List<ProjectedEvent> events) {
    long bytes = events
      .stream()
      .mapToLong(event -> OVERHEAD_BYTES + 2L * event.logged().json().length())
      .sum();
    return new ProjectedEvents(after, head, position, events, OVERHEAD_BYTES + bytes);
  }
}
