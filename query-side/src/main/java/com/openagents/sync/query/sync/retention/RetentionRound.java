package com.openagents.sync.query.sync.retention;

/**
 * One look at the log by the node that has the lock. Every step may be repeated, and each leaves a log that tells readers
 * the truth: first what changed is kept, then the head says that the events are gone, then they go.
 */
final class RetentionRound {

  // Its newest event by its own time: one that was set aside and came late is no reason to keep or to drop.
  private static final String IS_OLD = """
  SELECT ? <= last_id AND (? <= first_id OR coalesce((
    SELECT max(created_at) < now() - make_interval(secs => ?) FROM sync.sync_events WHERE id >= ? AND id < ?), false))
  FROM sync.log_head
  """;

  private final RetentionSession session;
  private final RetentionSettings settings;
  private final LogPartitionCatalogue partitions;
  private final CompactedChanges changes;

  RetentionRound(RetentionSession session, RetentionSettings settings) {
    this.session = session;
    this.settings = settings;
    this.partitions = new LogPartitionCatalogue(session);
    this.changes = new CompactedChanges(session, settings);
  }

  /** Returns how many partitions were dropped. */
  int run() {
    partitions.finish(session.jdbc().sql("SELECT first_id FROM sync.log_head").query(Long.class).single());
    int dropped = 0;
    for (LogPartition partition : partitions.attached()) {
      if (!isOld(partition)) {
        break;
      }
      changes.add(partition);
      moveFirstId(partition.until());
      partitions.remove(partition);
      dropped++;
    }
    changes.forgetOld();
    return dropped;
  }

  /** The partition that holds the last id, and those ahead, are never old. */
  private boolean isOld(LogPartition partition) {
    return session
      .jdbc()
      .sql(IS_OLD)
      .params(
        partition.until(),
        partition.until(),
        CompactedChanges.seconds(settings.keepFor()),
        partition.from(),
        partition.until()
      )
      .query(Boolean.class)
      .single();
  }

  /** By itself, so that the projector waits for this row no longer than one update takes. */
  private void moveFirstId(long firstId) {
    session
      .jdbc()
      .sql("UPDATE sync.log_head SET first_id = ? WHERE first_id < ?")
      .params(firstId, firstId)
      .update();
  }
}
