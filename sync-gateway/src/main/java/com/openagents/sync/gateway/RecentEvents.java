package com.openagents.sync.gateway;

import com.openagents.sync.platform.synclog.LoggedEvent;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * The newest events, within a bound of bytes, so that reconnect storms and short catch-ups don't reach the database.
 * The tail writes, any thread reads.
 */
final class RecentEvents {

  private static final int EVENT_OVERHEAD_BYTES = 200;
  private static final NavigableMap<Long, LoggedEvent> NONE = Collections.emptyNavigableMap();

  private final long bytesMax;
  private final ConcurrentSkipListMap<Long, LoggedEvent> all = new ConcurrentSkipListMap<>();
  private final Map<String, NavigableMap<Long, LoggedEvent>> byScope = new ConcurrentHashMap<>();
  private long bytes;
  private volatile long reachesBackTo;

  /** @param position where the tail stands; events after it will be added */
  RecentEvents(long bytesMax, long position) {
    this.bytesMax = bytesMax;
    this.reachesBackTo = position;
  }

  void add(LoggedEvent event) {
    all.put(event.id(), event);
    byScope.computeIfAbsent(event.scope(), _ -> new ConcurrentSkipListMap<>()).put(event.id(), event);
    bytes += weight(event);
    while (bytes > bytesMax) {
      dropOldest();
    }
  }

  /** Whether every event after the cursor is here. */
  boolean reaches(long cursor) {
    return cursor >= reachesBackTo;
  }

  /** The events of a scope in (after, through], oldest first, at most {@code limit}; empty if not all are here. */
  Optional<List<LoggedEvent>> ofScope(String scope, long after, long through, int limit) {
    NavigableMap<Long, LoggedEvent> ofScope = byScope.getOrDefault(scope, NONE);
    List<LoggedEvent> events = ofScope
      .subMap(after, false, through, true)
      .values()
      .stream()
      .limit(limit)
      .toList();
    // Asked last: what was dropped meanwhile may be missing above.
    return reaches(after) ? Optional.of(events) : Optional.empty();
  }

  private void dropOldest() {
    long oldest = all.firstKey();
    reachesBackTo = oldest;
    LoggedEvent dropped = all.remove(oldest);
    if (dropped != null) {
      bytes -= weight(dropped);
      NavigableMap<Long, LoggedEvent> ofScope = byScope.get(dropped.scope());
      if (ofScope != null) {
        ofScope.remove(oldest);
        if (ofScope.isEmpty()) {
          byScope.remove(dropped.scope());
        }
      }
    }
  }

  private static long weight(LoggedEvent event) {
    return EVENT_OVERHEAD_BYTES + 2L * event.json().length();
  }
}
