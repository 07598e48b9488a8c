package com.openagents.sync.gateway;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.ResyncReason;
import com.openagents.sync.api.rejection.ResyncRung;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.LoggedEvent;
import com.openagents.sync.platform.synclog.SyncLog;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Reads a scope's past, from memory where it reaches back far enough, else from the log by a few readers at once. */
@Component
class LogPages {

  private static final Logger log = LoggerFactory.getLogger(LogPages.class);

  private final SyncLog syncLog;
  private final Semaphore readers;

  LogPages(SyncLog syncLog, GatewaySettings settings) {
    this.syncLog = syncLog;
    this.readers = new Semaphore(settings.catchUpReadersMax(), true);
  }

  /** @param through the cursor once the events are folded in */
  record Page(List<LoggedEvent> events, long through) {}

  /**
   * Finds the log's life that a cursor belongs to.
   *
   * @throws Rejected with {@code resync_required} if the log can't catch it up
   */
  UUID requireReach(Standing standing, long cursor, @Nullable UUID epoch) throws InterruptedException {
    if (standing.reaches(cursor, epoch)) {
      return standing.epoch();
    }
    readers.acquire();
    try {
      LogHead head = syncLog.head();
      head.requireReach(cursor, epoch);
      return head.epoch();
    } finally {
      readers.release();
    }
  }

  /**
   * The next events of a scope after a cursor, up to where the tail stands.
   *
   * @throws Rejected with {@code resync_required} if the log does not hold all of them
   */
  Page read(Standing standing, Scope scope, long cursor, UUID epoch, PageSize size)
    throws InterruptedException {
    if (!standing.epoch().equals(epoch)) {
      throw Rejected.resync(ResyncReason.EPOCH, ResyncRung.BOOTSTRAP, "The log began anew since.");
    }
    if (cursor >= standing.position()) {
      return new Page(List.of(), cursor);
    }
    int limit = size.events();
    Optional<List<LoggedEvent>> recent = standing
      .recent()
      .ofScope(scope.toString(), cursor, standing.position(), limit);
    List<LoggedEvent> read = recent.isPresent()
      ? recent.get()
      : fromLog(scope, cursor, epoch, standing.position(), limit);
    requireWhole(scope, cursor, read);
    List<LoggedEvent> fitting = size.fit(read);
    boolean all = read.size() < limit && fitting.size() == read.size();
    return new Page(fitting, all ? standing.position() : fitting.getLast().id());
  }

  private List<LoggedEvent> fromLog(Scope scope, long cursor, UUID epoch, long through, int limit)
    throws InterruptedException {
    readers.acquire();
    try {
      List<LoggedEvent> events = syncLog.ofScope(scope, cursor, through, limit);
      // Asked last: what retention dropped meanwhile may be missing above.
      syncLog.head().requireReach(cursor, epoch);
      return events;
    } finally {
      readers.release();
    }
  }

  private static void requireWhole(Scope scope, long cursor, List<LoggedEvent> events) {
    long before = cursor;
    for (LoggedEvent event : events) {
      boolean linked = before == cursor ? event.previousId() <= cursor : event.previousId() == before;
      if (!linked) {
        log.error(
          "The sync log has a hole: event {} of {} follows {}, but {} comes before it",
          event.id(),
          scope,
          event.previousId(),
          before
        );
        throw Rejected.resync(
          ResyncReason.RETENTION,
          ResyncRung.BOOTSTRAP,
          "The log misses events after that cursor."
        );
      }
      before = event.id();
    }
  }
}
