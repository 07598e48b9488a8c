package com.openagents.sync.gateway;

import com.openagents.sync.platform.synclog.LoggedEvent;
import java.util.List;

/** How many events to read at once: as many as fit the bytes that a page aims at, by the size of those before. */
final class PageSize {

  private static final int FIRST_PAGE_EVENTS = 64;

  private final int eventsMax;
  private final int bytesMax;
  private int events;

  PageSize(int eventsMax, int bytesMax) {
    this.eventsMax = eventsMax;
    this.bytesMax = bytesMax;
    this.events = Math.min(FIRST_PAGE_EVENTS, eventsMax);
  }

  int events() {
    return events;
  }

  /** As many of the events read as fit a page, but at least one. */
  List<LoggedEvent> fit(List<LoggedEvent> read) {
    long bytes = 0;
    int fitting = 0;
    while (fitting < read.size()) {
      bytes += read.get(fitting).json().length();
      if (bytes > bytesMax && fitting > 0) {
        break;
      }
      fitting++;
    }
    learn(read);
    return read.subList(0, fitting);
  }

  private void learn(List<LoggedEvent> read) {
    if (!read.isEmpty()) {
      long bytes = read
        .stream()
        .mapToLong(event -> event.json().length())
        .sum();
      long average = Math.max(1, bytes / read.size());
      // Twice at most: small events may come before large ones.
      events = (int) Math.clamp(bytesMax / average, 1, Math.min(eventsMax, 2L * events));
    }
  }
}
