package com.openagents.sync.query.sync.projector;

import com.openagents.sync.platform.database.Statements;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.SyncLog;
import com.openagents.sync.query.synclog.LogPartitions;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * The lock under which the log is written, and the fence: who locks must hold the lease and know where the log stands.
 * The database frees it from a holder that pauses between two statements, since only this side has something to say
 * until the commit; and from one that pauses in the middle of a statement, which is not idle to the database.
 */
@Component
class LogHeadLock {

  // The plan of what follows may have been made while tables were small, and would read them whole when they have grown.
  private static final String LOCK = """
  SELECT %s, position, %s,
    set_config('idle_in_transaction_session_timeout', ?, true), set_config('transaction_timeout', ?, true),
    set_config('enable_seqscan', 'off', true)
  FROM sync.log_head
  WHERE lease_term = ? AND lease_holder = ?
  FOR UPDATE
  """.formatted(SyncLog.HEAD_COLUMNS, LogPartitions.ARE_THERE);
  private static final String MOVE = """
  UPDATE sync.log_head
  SET last_id = ?, position = ?, lease_until = clock_timestamp() + ? * interval '1 millisecond'
  """;

  /** @param arePartitionsThere those that were asked for */
  record Locked(LogHead head, boolean arePartitionsThere) {}

  private final JdbcTemplate jdbc;
  private final Lease lease;
  private final ProjectorSettings settings;

  LogHeadLock(JdbcTemplate jdbc, Lease lease, ProjectorSettings settings) {
    this.jdbc = jdbc;
    this.lease = lease;
    this.settings = settings;
  }

  /**
   * Locks the head until the transaction ends.
   *
   * @param partitions of the log
   * @throws LeaseLost if the log is another's to write, or stands elsewhere
   */
  Locked lock(Progress expected, String... partitions) {
    Locked found = jdbc.query(
      LOCK,
      row -> row.next() ? locked(expected, row) : null,
      partitions,
      Long.toString(settings.pausedAtMost().toMillis()),
      Long.toString(settings.batchWithin().toMillis()),
      expected.term(),
      lease.holder()
    );
    if (found == null) {
      throw new LeaseLost();
    }
    return found;
  }

  /** Moves the head, which also renews the lease. Call it under the lock. */
  void move(long lastId, long position, Statements statements) {
    statements.add(MOVE, lastId, position, settings.leaseFor().toMillis());
  }

  private static @Nullable Locked locked(Progress expected, ResultSet row) throws SQLException {
    LogHead head = SyncLog.head(row);
    boolean isThere = head.lastId() == expected.lastId() && row.getLong(6) == expected.position();
    return isThere ? new Locked(head, row.getBoolean(7)) : null;
  }
}
