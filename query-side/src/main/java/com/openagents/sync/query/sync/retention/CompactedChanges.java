package com.openagents.sync.query.sync.retention;

import java.time.Duration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which rows the dropped events concerned. */
final class CompactedChanges {

  private static final String COMPACT = """
  INSERT INTO sync.compacted_changes AS known (scope, model, model_id, id)
  SELECT scope, model, model_id, max(id) FROM sync.sync_events WHERE id >= ? AND id < ?
  GROUP BY scope, model, model_id
  ON CONFLICT (scope, model, model_id) DO UPDATE SET id = excluded.id WHERE known.id < excluded.id
  """;
  private static final String NOTE = """
  INSERT INTO sync.compacted_partitions (until_id, newest_at)
  SELECT ?::bigint, max(created_at) FROM sync.sync_events WHERE id >= ? AND id < ?
  """;
  // Up to the first partition that is young enough, and never past what is dropped.
  private static final String MOVE_FIRST_ID = """
  UPDATE sync.log_head SET first_compacted_id = old.until_id
  FROM (
    SELECT max(until_id) AS until_id FROM sync.compacted_partitions AS partition
    WHERE NOT EXISTS (
      SELECT FROM sync.compacted_partitions AS young
      WHERE young.until_id <= partition.until_id AND young.newest_at >= now() - make_interval(secs => ?))
  ) AS old
  WHERE first_compacted_id < old.until_id AND old.until_id <= first_id
  """;
  private static final String FORGET = """
  DELETE FROM sync.compacted_changes WHERE ctid = ANY (ARRAY(
    SELECT ctid FROM sync.compacted_changes
    WHERE id < (SELECT first_compacted_id FROM sync.log_head) LIMIT ?))
  """;
  private static final String FORGET_PARTITIONS = """
  DELETE FROM sync.compacted_partitions WHERE until_id <= (SELECT first_compacted_id FROM sync.log_head)
  """;

  private final RetentionSession session;
  private final RetentionSettings settings;

  CompactedChanges(RetentionSession session, RetentionSettings settings) {
    this.session = session;
    this.settings = settings;
  }

  /** Piece by piece. Once the partition is noted, all of it is compacted. */
  void add(LogPartition partition) {
    if (isNoted(partition)) {
      return;
    }
    int piece = settings.compactIdsMax();
    for (long from = partition.from(); from < partition.until(); from += piece) {
      session
        .jdbc()
        .sql(COMPACT)
        .params(from, Math.min(from + piece, partition.until()))
        .update();
    }
    session.jdbc().sql(NOTE).params(partition.until(), partition.from(), partition.until()).update();
  }

  private boolean isNoted(LogPartition partition) {
    return session
      .jdbc()
      .sql("SELECT EXISTS (SELECT FROM sync.compacted_partitions WHERE until_id = ?)")
      .param(partition.until())
      .query(Boolean.class)
      .single();
  }

  /** The head says first what is forgotten. */
  void forgetOld() {
    JdbcClient jdbc = session.jdbc();
    jdbc.sql(MOVE_FIRST_ID).param(seconds(settings.compactedFor())).update();
    int forgotten;
    do {
      forgotten = session.jdbc().sql(FORGET).param(settings.forgetRowsMax()).update();
    } while (forgotten > 0);
    session.jdbc().sql(FORGET_PARTITIONS).update();
  }

  static double seconds(Duration duration) {
    return duration.toMillis() / 1000.0;
  }
}
