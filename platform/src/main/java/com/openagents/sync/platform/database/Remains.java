package com.openagents.sync.platform.database;

import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Takes what updates and deletes left of old row versions out of a table's files: PostgreSQL keeps them for whoever may
 * still see them, then as free space, in pages and in TOAST. Its session must have no transaction open.
 */
public final class Remains {

  // Every transaction holds the lock of its own virtual id, also one that only reads; everybody may see these locks.
  private static final String TRANSACTIONS = """
  SELECT virtualtransaction FROM pg_locks
  JOIN pg_stat_activity AS session USING (pid)
  WHERE locktype = 'virtualxid' AND granted AND pid <> pg_backend_pid()
    AND (session.datid IS NULL OR session.datname = current_database())
  """;

  private final JdbcClient jdbc;

  public Remains(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** The transactions that run now. What is committed already is all that later ones can see. */
  public Set<String> transactions() {
    return new HashSet<>(
      jdbc
        .sql(TRANSACTIONS)
        .query((row, _) -> row.getString(1))
        .list()
    );
  }

  /** How many of these still run. As long as one does, a rewrite would keep what it may see. */
  public int stillRunning(Collection<String> transactions) {
    Set<String> running = transactions();
    running.retainAll(transactions);
    return running.size();
  }

  /**
   * Writes a table anew, its TOAST too, and gives the old files back. Locks everybody out meanwhile; does nothing if the
   * table is not there.
   *
   * @param lockWaitMax how long to wait for those who use it; whoever comes later waits behind
   */
  public void rewrite(String table, Duration lockWaitMax) {
    jdbc.sql("SET lock_timeout = " + lockWaitMax.toMillis()).update();
    boolean there = jdbc.sql("SELECT to_regclass(?) IS NOT NULL").param(table).query(Boolean.class).single();
    if (there) {
      jdbc.sql("VACUUM (FULL) " + table).update();
    }
  }
}
