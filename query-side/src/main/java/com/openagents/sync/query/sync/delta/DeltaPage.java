package com.openagents.sync.query.sync.delta;

import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.LoggedEvent;
import java.util.function.Predicate;

/** {@link com.openagents.sync.api.sync.DeltaResponse}, gathered from events as the log holds them. */
final class DeltaPage implements Predicate<LoggedEvent> {

  private final int eventsMax;
  private final long charsMax;
  private final StringBuilder events = new StringBuilder();
  private int count;
  private long lastId;
  private boolean hasMore;

  DeltaPage(int eventsMax, long charsMax) {
    this.eventsMax = eventsMax;
    this.charsMax = charsMax;
  }

  /** Takes an event if the page is not full; returns whether another one may come. */
  @Override
  public boolean test(LoggedEvent event) {
    if (count == eventsMax || events.length() >= charsMax) {
      hasMore = true;
      return false;
    }
    if (count > 0) {
      events.append(',');
    }
    events.append(event.json());
    lastId = event.id();
    count++;
    return true;
  }

  String toJson(LogHead head) {
    return "{\"events\":[%s],\"latestSyncId\":%d,\"hasMore\":%b,\"epoch\":\"%s\"}".formatted(
      events,
      hasMore ? lastId : head.lastId(),
      hasMore,
      head.epoch()
    );
  }
}
