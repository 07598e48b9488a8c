package com.openagents.sync.command.mutation;

import com.openagents.sync.platform.handover.Handover.Inbox;
import com.openagents.sync.platform.handover.ProjectedEvents;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.ResultSetExtractor;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Which sync id each domain event led to. The newest are read in their order, a few rows for many who ask, and
 * remembered; what is older, or led to none, is looked up by itself. One thread looks, any may ask.
 */
final class ProjectedIds {

  private static final int REMEMBERED_EVENTS_MAX = 16_384;
  private static final long READ_SYNC_EVENTS_MAX = 20_000;

  // The head alone if it is too far away.
  private static final String NEWEST = """
  SELECT head.position, head.last_id, newest.event_index, newest.sync_id
  FROM sync.log_head AS head LEFT JOIN LATERAL (
    SELECT event_index, max(id) AS sync_id FROM sync.sync_events
    WHERE id > ? AND id <= head.last_id AND head.last_id - ? <= ?
    GROUP BY event_index
  ) AS newest ON true
  """;

  // What retention dropped was before the first id. What is set aside may stay so for long: nobody waits for it.
  private static final String SYNC_IDS = """
  SELECT wanted.event_index,
         EXISTS (SELECT FROM sync.set_aside_events WHERE event_index = wanted.event_index),
         coalesce((SELECT id FROM sync.sync_events logged
                   WHERE logged.event_index <= wanted.event_index
                   ORDER BY logged.event_index DESC, id DESC LIMIT 1), log_head.first_id - 1)
  FROM unnest(?::bigint[]) AS wanted (event_index), sync.log_head
  WHERE wanted.event_index <= log_head.position
  """;

  private record Known(long eventIndex, long syncId) {}

  private record Head(long position, long lastId) {}

  private final JdbcClient jdbc;
  private final Inbox<ProjectedEvents> handed;
  private final AtomicReferenceArray<@Nullable Known> remembered = new AtomicReferenceArray<>(
    REMEMBERED_EVENTS_MAX
  );
  private long lastId;
  private volatile long position; // written after what is remembered up to it

  ProjectedIds(JdbcClient jdbc, Inbox<ProjectedEvents> handed) {
    this.jdbc = jdbc;
    this.handed = handed;
  }

  /** The last sync id of an event, if it is projected and remembered. */
  OptionalLong remembered(long eventIndex) {
    if (eventIndex > position) {
      return OptionalLong.empty();
    }
    Known known = remembered.get(slot(eventIndex));
    return known != null && known.eventIndex() == eventIndex
      ? OptionalLong.of(known.syncId())
      : OptionalLong.empty();
  }

  /**
   * Learns what is handed over.
   *
   * @return whether that was all there is to learn
   */
  boolean takeUp() {
    boolean isAll = !handed.hasHeardOfOthers();
    boolean isSomething = false;
    for (ProjectedEvents batch : handed.takeAll()) {
      if (batch.after() == lastId && batch.position() >= position) {
        batch.events().forEach(event -> remember(event.eventIndex(), event.logged().id()));
        lastId = batch.head().lastId();
        position = batch.position();
        isSomething = true;
      } else if (batch.head().lastId() > lastId) {
        isAll = false;
      }
    }
    return isAll && isSomething;
  }

  /** Reads what was projected since the last time. */
  void look() {
    long before = lastId;
    ResultSetExtractor<Head> all = this::rememberAll;
    Head head = jdbc.sql(NEWEST).params(before, before, READ_SYNC_EVENTS_MAX).query(all);
    if (head.lastId() < before) {
      // Not the log that it was.
      forget();
    }
    lastId = head.lastId();
    position = head.position();
  }

  /**
   * The last sync id that the log held when an event was projected; empty of one that is set aside. Events that are not
   * projected are left out.
   */
  Map<Long, OptionalLong> lookUp(Collection<Long> eventIndexes) {
    Map<Long, OptionalLong> syncIds = new HashMap<>();
    RowCallbackHandler each = row ->
      syncIds.put(row.getLong(1), row.getBoolean(2) ? OptionalLong.empty() : OptionalLong.of(row.getLong(3)));
    jdbc
      .sql(SYNC_IDS)
      .param(eventIndexes.toArray(Long[]::new))
      .query(each);
    return syncIds;
  }

  long position() {
    return position;
  }

  private Head rememberAll(ResultSet rows) throws SQLException {
    Head head = new Head(0, 0);
    while (rows.next()) {
      head = new Head(rows.getLong(1), rows.getLong(2));
      long eventIndex = rows.getLong(3);
      if (!rows.wasNull()) {
        remember(eventIndex, rows.getLong(4));
      }
    }
    return head;
  }

  private void forget() {
    handed.clear();
    for (int slot = 0; slot < REMEMBERED_EVENTS_MAX; slot++) {
      remembered.set(slot, null);
    }
  }

  private void remember(long eventIndex, long syncId) {
    Known known = remembered.get(slot(eventIndex));
    if (known == null || known.eventIndex() != eventIndex || known.syncId() < syncId) {
      remembered.set(slot(eventIndex), new Known(eventIndex, syncId));
    }
  }

  private static int slot(long eventIndex) {
    return (int) (eventIndex % REMEMBERED_EVENTS_MAX);
  }
}
