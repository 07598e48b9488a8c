package com.openagents.sync.query.sync.projector;

import com.openagents.sync.query.event.StoredEvent;
import com.openagents.sync.query.event.StoredEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the event store in its one order. Its index is dense: whatever is missing is an alarm, never waited for. */
@Component
class EventStoreTail {

  private static final String AT = "WHERE global_index = ANY (?) ORDER BY global_index";

  private final HandedEvents handed;
  private final StoredEvents store;
  private final TransactionTemplate transaction;
  private final ProjectorSettings settings;
  private boolean mustLook; // into the store; a look that failed is followed by another

  EventStoreTail(
    HandedEvents handed,
    StoredEvents store,
    PlatformTransactionManager transactions,
    ProjectorSettings settings
  ) {
    this.handed = handed;
    this.store = store;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setReadOnly(true);
    this.settings = settings;
  }

  /** @param wake for what is handed over */
  void wakeBy(Runnable wake) {
    handed.wakeBy(wake);
  }

  /** Looks into the event store next, whatever is handed over. */
  void lookNext() {
    mustLook = true;
  }

  /**
   * The events after a position, as many as one batch may have, and where the store ended when they were read. The last of
   * them may not be committed yet.
   *
   * @throws ProjectionHalted if the store has a hole, or ends before the position
   */
  StoredEvents.News after(long position, int eventsMax) {
    Optional<StoredEvents.News> next = mustLook ? Optional.empty() : handed.after(position, eventsMax);
    if (next.isPresent()) {
      return next.get();
    }
    mustLook = true;
    StoredEvents.News news = read(position, eventsMax);
    mustLook = false;
    handed.seen(news.lastIndex());
    return news;
  }

  /** Whoever begins anew trusts the event store alone. */
  void forgetHanded() {
    handed.forget();
    lookNext();
  }

  private StoredEvents.News read(long position, int eventsMax) {
    StoredEvents.News news = store
      .after(position, eventsMax, settings.batchSizeMax().toBytes())
      .orElseThrow(() ->
        new ProjectionHalted("The event store has lost its head: event_store.head is empty.", null)
      );
    long lastIndex = news.lastIndex();
    if (lastIndex < position) {
      throw new ProjectionHalted(
        "The event store ends at %d, yet events up to %d were projected: it lost some.".formatted(
          lastIndex,
          position
        ),
        null
      );
    }
    if (news.events().isEmpty() && lastIndex > position) {
      throw hole(position + 1, "nothing, though the store counts up to " + lastIndex);
    }
    requireDense(position, news.events());
    return news;
  }

  /** The events at these indexes, as many as one batch may have. In a transaction, to be fetched piece by piece. */
  List<StoredEvent> at(List<Long> indexes) {
    List<StoredEvent> events = new ArrayList<>();
    AtomicLong bytes = new AtomicLong();
    transaction.executeWithoutResult(_ ->
      store.each(
        event -> {
          events.add(event);
          return bytes.addAndGet(event.bytes()) < settings.batchSizeMax().toBytes();
        },
        AT,
        (Object) indexes.toArray(Long[]::new)
      )
    );
    return events;
  }

  private static void requireDense(long position, List<StoredEvent> events) {
    long expected = position + 1;
    for (StoredEvent event : events) {
      if (event.index() != expected) {
        throw hole(expected, "event " + event.index());
      }
      expected++;
    }
  }

  private static ProjectionHalted hole(long expected, String found) {
    return new ProjectionHalted(
      "The event store has a hole: where event %d belongs there is %s.".formatted(expected, found),
      null
    );
  }
}
