package com.openagents.sync.standalone.proof.faults;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/** What must never be: counted all, the first of them kept in words. Any thread may add. */
final class Violations {

  private static final int DETAILS_MAX = 40;
  private static final int DETAIL_CHARACTERS_MAX = 2_000;

  private final AtomicLong count = new AtomicLong();
  private final Queue<String> details = new ConcurrentLinkedQueue<>();

  void add(String detail) {
    if (count.incrementAndGet() <= DETAILS_MAX) {
      details.add(
        detail.length() > DETAIL_CHARACTERS_MAX ? detail.substring(0, DETAIL_CHARACTERS_MAX) + "…" : detail
      );
    }
  }

  long count() {
    return count.get();
  }

  List<String> details() {
    return List.copyOf(details);
  }
}
