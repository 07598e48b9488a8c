package com.openagents.sync.query.sync.projector;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.axonframework.eventhandling.GenericDomainEventEntry;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.TrackedDomainEventData;
import org.springframework.jdbc.core.ArgumentPreparedStatementSetter;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Reads the event store in its one order. Its index is dense: whatever is missing is an alarm, never waited for. */
@Component
class EventStoreTail {

  private static final int ROWS_PER_FETCH = 100;
  private static final String EVENTS = """
  SELECT global_index, event_id, aggregate_type, aggregate_id, sequence_number,
    payload_type, payload_revision, payload, metadata, created_at, org_id
  FROM event_store.domain_events
  """;
  private static final String AFTER = EVENTS + "WHERE global_index > ? ORDER BY global_index LIMIT ?";
  private static final String AT = EVENTS + "WHERE global_index = ANY (?) ORDER BY global_index";

  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final ProjectorSettings settings;

  EventStoreTail(JdbcTemplate jdbc, PlatformTransactionManager transactions, ProjectorSettings settings) {
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
  private List<StoredEvent> read(String sql, Object... parameters) {
    List<StoredEvent> events = transaction.execute(_ ->
      jdbc.query(connection -> {
        PreparedStatement statement = connection.prepareStatement(sql);
        new ArgumentPreparedStatementSetter(parameters).setValues(statement);
        statement.setFetchSize(ROWS_PER_FETCH);
        return statement;
      }, this::untilBatchIsFull)
    );
    return events == null ? List.of() : events;
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

  private List<StoredEvent> untilBatchIsFull(ResultSet rows) throws SQLException {
    List<StoredEvent> events = new ArrayList<>();
    long bytes = 0;
    while (bytes < settings.batchSizeMax().toBytes() && rows.next()) {
      StoredEvent event = event(rows);
      events.add(event);
      bytes += event.bytes();
    }
    return events;
  }

  private static StoredEvent event(ResultSet row) throws SQLException {
    long index = row.getLong(1);
    byte[] payload = row.getBytes(8);
    var entry = new GenericDomainEventEntry<>(
      row.getString(3),
      row.getString(4),
      row.getLong(5),
      row.getString(2),
      // As text, since the framework cuts a time to milliseconds but keeps a text whole.
      row
        .getObject(10, OffsetDateTime.class)
        .toInstant()
        .toString(),
      row.getString(6),
      row.getString(7),
      payload,
      row.getBytes(9)
    );
    return new StoredEvent(
      index,
      row.getObject(2, UUID.class),
      row.getObject(11, UUID.class),
      row.getString(6) + ", revision " + row.getString(7),
      payload.length,
      new TrackedDomainEventData<>(new GlobalSequenceTrackingToken(index), entry)
    );
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
