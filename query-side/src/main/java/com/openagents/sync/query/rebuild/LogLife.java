package com.openagents.sync.query.rebuild;

import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/** The life of the sync log that is on, and how another one begins: with another epoch, and ids that nobody has seen. */
final class LogLife {

  static final String HEAD_IS_LOST = "The sync log has lost its head; a run of the kind log begins it anew";

  private static final String LOCK = """
  SELECT last_id, position,
    set_config('idle_in_transaction_session_timeout', ?, true), set_config('transaction_timeout', ?, true)
  FROM sync.log_head FOR UPDATE
  """;
  private static final String EVENTS_END = "SELECT last_index FROM event_store.head";
  private static final String IS_IN_USE = """
  SELECT EXISTS (SELECT FROM event_store.head JOIN event_store.domain_events ON global_index = last_index
    WHERE created_at > clock_timestamp() - interval '10 s')
  """;
  private static final String GREATEST_KNOWN = """
  SELECT greatest(0,
    (SELECT max(last_id) FROM sync.log_head), (SELECT max(id) FROM sync.sync_events),
    (SELECT max(last_id) FROM sync.scopes), (SELECT max(id) FROM sync.compacted_changes),
    (SELECT max(until_id) FROM sync.compacted_partitions), (SELECT max(until_id) FROM sync.erasures))
  """;
  // The first id of the new life is not the next one: whoever comes with a cursor and without its epoch is refused too.
  private static final String BEGIN_ANEW = """
  UPDATE sync.log_head SET epoch = gen_random_uuid(),
    last_id = ? + 1, first_id = ? + 2, first_compacted_id = ? + 2
  """;
  private static final String MAKE_HEAD = """
  INSERT INTO sync.log_head (epoch, last_id, first_id, first_compacted_id, position)
  VALUES (gen_random_uuid(), 0, 1, 1, ?)
  """;

  // No log has made more than a thousand ids for each event. The time, in milliseconds, is for what it makes without them,
  // and puts each guess above the one before it, of which nothing else may be left.
  private static final String CERTAINLY_UNUSED = """
  SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint + 1000 * last_index FROM event_store.head
  """;

  private final JdbcTemplate jdbc;

  LogLife(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** @param isLost whether there is no head: then nothing is projected, and the position is the end of the events */
  record Head(long lastId, long position, boolean isLost) {}

  /** How far the tables in use are. While the head is lost nobody knows, and nobody goes on with them. */
  long position() {
    return jdbc
      .query("SELECT position FROM sync.log_head", (row, _) -> row.getLong(1))
      .stream()
      .findFirst()
      .orElseGet(() -> number(EVENTS_END));
  }

  /** Whether people write, or did just now. */
  boolean isInUse() {
    return Boolean.TRUE.equals(jdbc.queryForObject(IS_IN_USE, Boolean.class));
  }

  private long number(String query) {
    return Objects.requireNonNull(jdbc.queryForObject(query, Long.class));
  }

  boolean isHeadLost() {
    return Boolean.FALSE.equals(
      jdbc.queryForObject("SELECT EXISTS (SELECT FROM sync.log_head)", Boolean.class)
    );
  }

  /** From here on the projector waits. */
  Head lock(Duration lockWait, Duration within) {
    jdbc.execute("SET LOCAL lock_timeout = " + lockWait.toMillis());
    String milliseconds = Long.toString(within.toMillis());
    Optional<Head> head = jdbc
      .query(LOCK, (row, _) -> new Head(row.getLong(1), row.getLong(2), false), milliseconds, milliseconds)
      .stream()
      .findFirst();
    return head.orElseGet(() -> new Head(0, number(EVENTS_END), true));
  }

  void moveTo(long lastId) {
    jdbc.update("UPDATE sync.log_head SET last_id = ?", lastId);
  }

  /** Its first id is above all that were ever given out; far above them if it is not certain which was the last. */
  void beginAnew(Head head) {
    if (head.isLost()) {
      jdbc.update(MAKE_HEAD, head.position());
    }
    long known = number(GREATEST_KNOWN);
    boolean isCertain = known == head.lastId() && !head.isLost();
    long last = isCertain ? known : Math.max(known, number(CERTAINLY_UNUSED));
    jdbc.update(BEGIN_ANEW, last, last, last);
  }
}
