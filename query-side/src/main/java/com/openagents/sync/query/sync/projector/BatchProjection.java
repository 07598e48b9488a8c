package com.openagents.sync.query.sync.projector;

import java.util.ArrayList;
import java.util.List;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Projects the next events in one transaction: read tables, sync log and position commit together or not at all. The
 * position is read under the head's lock within that transaction, so whoever projects beside or before us can't make us
 * project an event twice.
 */
@Component
class BatchProjection {

  private final TransactionTemplate transaction;
  private final JdbcTemplate jdbc;
  private final JsonMapper json;
  private final EventStoreTail tail;
  private final EventDecoder decoder;
  private final ReadTables tables;
  private final SyncLogWriter log;
  private final LogPartitions partitions;

  BatchProjection(
    PlatformTransactionManager transactions,
    JdbcTemplate jdbc,
    JsonMapper json,
    EventStoreTail tail,
    EventDecoder decoder,
    ReadTables tables,
    SyncLogWriter log,
    LogPartitions partitions
  ) {
    this.transaction = new TransactionTemplate(transactions);
    this.jdbc = jdbc;
    this.json = json;
    this.tail = tail;
    this.decoder = decoder;
    this.tables = tables;
    this.log = log;
    this.partitions = partitions;
  }

  private record Head(long lastId, long position) {}

  /**
   * Returns how many events were projected.
   *
   * @throws ProjectionHalted at an event that must be neither projected nor skipped
   * @throws DataIntegrityViolationException if one of the events can't be written, whichever
   */
  int next(int eventsMax) {
    Integer projected = transaction.execute(_ -> {
      Head head = lockHead();
      List<DecodedEvent> events = decode(tail.after(head.position(), eventsMax));
      if (!events.isEmpty()) {
        write(head, events);
      }
      return events.size();
    });
    return projected == null ? 0 : projected;
  }

  private Head lockHead() {
    return jdbc
      .query("SELECT last_id, position FROM sync.log_head FOR UPDATE", (row, _) ->
        new Head(row.getLong(1), row.getLong(2))
      )
      .stream()
      .findFirst()
      .orElseThrow(() ->
        new ProjectionHalted("The sync log has lost its head: sync.log_head is empty.", null)
      );
  }

  /** All events before the first that can't be read; that one halts us when it is first itself. */
  private List<DecodedEvent> decode(List<StoredEvent> stored) {
    List<DecodedEvent> events = new ArrayList<>(stored.size());
    for (StoredEvent event : stored) {
      try {
        events.add(decoder.decode(event));
      } catch (ProjectionHalted unreadable) {
        if (events.isEmpty()) {
          throw unreadable;
        }
        break;
      }
    }
    return events;
  }

  private void write(Head head, List<DecodedEvent> events) {
    Batch batch = gather(events);
    log.open(batch.scopes());
    batch.rows().forEach(tables::write);
    partitions.makeFor(head.lastId() + 1, head.lastId() + batch.syncEvents());
    long lastId = log.append(head.lastId(), batch.log());
    jdbc.update("UPDATE sync.log_head SET last_id = ?, position = ?", lastId, events.getLast().index());
  }

  private Batch gather(List<DecodedEvent> events) {
    try {
      return new Batch(json, events);
    } catch (IllegalStateException contradiction) {
      throw new DataIntegrityViolationException("The events contradict each other", contradiction);
    }
  }
}
