package com.openagents.sync.query.sync.projector;

import com.openagents.sync.query.event.StoredEvent;
import com.openagents.sync.query.event.StoredEvents;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the event store in its one order. Its index is dense: whatever is missing is an alarm, never waited for. */
@Component
class EventStoreTail {

  private static final String AFTER = "WHERE global_index > ? ORDER BY global_index LIMIT ?";
  private static final String AT = "WHERE global_index = ANY (?) ORDER BY global_index";

  private final StoredEvents store;
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final ProjectorSettings settings;

  EventStoreTail(
    StoredEvents store,
    JdbcTemplate jdbc,
    PlatformTransactionManager transactions,
    ProjectorSettings settings
  ) {
    this.store = store;
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.transaction.setReadOnly(true);
    this.settings = settings;
  }

  /**
   * The events after a position, as many as one batch may have.
   *
   * @throws ProjectionHalted if the store has a hole, or ends before the position
   */
  List<StoredEvent> after(long position, int eventsMax) {
    List<StoredEvent> events = read(AFTER, position, eventsMax);
    if (events.isEmpty()) {
      // What this counts, younger events show; only then can one be missed.
      long head = head();
      if (head < position) {
        throw new ProjectionHalted(
          "The event store ends at %d, yet events up to %d were projected: it lost some.".formatted(
            head,
            position
          ),
          null
        );
      }
      events = head == position ? events : read(AFTER, position, eventsMax);
      if (events.isEmpty() && head > position) {
        throw hole(position + 1, "nothing, though the store counts up to " + head);
      }
    }
    requireDense(position, events);
    return events;
  }

  /** The events at these indexes, as many as one batch may have. */
  List<StoredEvent> at(List<Long> indexes) {
    return read(AT, (Object) indexes.toArray(Long[]::new));
  }

  /** In a transaction, so that large events are fetched piece by piece. */
  private List<StoredEvent> read(String condition, Object... parameters) {
    List<StoredEvent> events = new ArrayList<>();
    AtomicLong bytes = new AtomicLong();
    transaction.executeWithoutResult(_ ->
      store.each(
        event -> {
          events.add(event);
          return bytes.addAndGet(event.bytes()) < settings.batchSizeMax().toBytes();
        },
        condition,
        parameters
      )
    );
    return events;
  }

  private long head() {
    Long head = jdbc.query("SELECT last_index FROM event_store.head", row ->
      row.next() ? row.getLong(1) : null
    );
    if (head == null) {
      throw new ProjectionHalted("The event store has lost its head: event_store.head is empty.", null);
    }
    return head;
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
