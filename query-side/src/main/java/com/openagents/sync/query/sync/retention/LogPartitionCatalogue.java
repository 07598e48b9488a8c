package com.openagents.sync.query.sync.retention;

import java.util.List;

/** The log's partitions as the database's catalogue has them, and how they leave. */
final class LogPartitionCatalogue {

  private static final String ATTACHED = """
  SELECT relation.oid::regclass::text, bounds[1]::bigint, bounds[2]::bigint, inhdetachpending
  FROM pg_inherits
  JOIN pg_class AS relation ON relation.oid = inhrelid,
    regexp_match(pg_get_expr(relpartbound, relation.oid), 'FROM [(]''([0-9]+)''[)] TO [(]''([0-9]+)''[)]') AS bounds
  WHERE inhparent = 'sync.sync_events'::regclass AND bounds IS NOT NULL
  ORDER BY 2
  """;
  // Named as the projector names partitions.
  private static final String DETACHED = """
  SELECT oid::regclass::text FROM pg_class
  WHERE relnamespace = 'sync'::regnamespace AND relkind = 'r' AND NOT relispartition
    AND relname ~ '^sync_events_[0-9]+$'
  """;

  private final RetentionSession session;

  LogPartitionCatalogue(RetentionSession session) {
    this.session = session;
  }

  /** Oldest first. */
  List<LogPartition> attached() {
    return session
      .jdbc()
      .sql(ATTACHED)
      .query((row, _) ->
        new LogPartition(row.getString(1), row.getLong(2), row.getLong(3), row.getBoolean(4))
      )
      .list();
  }

  /**
   * Ends what a crash left half done: partitions half detached, and tables that were partitions and are not dropped. An
   * empty one is none of them: the projector may have made it just now.
   */
  void finish(long firstId) {
    for (LogPartition partition : attached()) {
      if (partition.detaching() && partition.until() <= firstId) {
        session
          .jdbc()
          .sql(detach(partition) + " FINALIZE")
          .update();
      }
    }
    for (String table : detached()) {
      if (isDropped(table, firstId)) {
        drop(table);
      }
    }
  }

  private List<String> detached() {
    return session
      .jdbc()
      .sql(DETACHED)
      .query((row, _) -> row.getString(1))
      .list();
  }

  private boolean isDropped(String table, long firstId) {
    return session
      .jdbc()
      .sql("SELECT coalesce(max(id) < ?, false) FROM " + table)
      .param(firstId)
      .query(Boolean.class)
      .single();
  }

  /** Locks nobody out: waits for those who read it, while who comes later does not see it any more. */
  void remove(LogPartition partition) {
    session.patiently(detach(partition) + " CONCURRENTLY");
    drop(partition.table());
  }

  private static String detach(LogPartition partition) {
    return "ALTER TABLE sync.sync_events DETACH PARTITION " + partition.table();
  }

  private void drop(String table) {
    session
      .jdbc()
      .sql("DROP TABLE " + table)
      .update();
  }
}
