package com.openagents.sync.query.synclog;

import java.util.stream.LongStream;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Makes the sync log's partitions ahead of the ids, one range more than is needed. */
@Component
public class LogPartitions {

  /** In SQL, whether all of these are there; its parameter are their names. */
  public static final String ARE_THERE =
    "(SELECT bool_and(to_regclass(name) IS NOT NULL) FROM unnest(?::text[]) AS needed (name))";

  private final JdbcTemplate jdbc;
  private final long partitionIds;

  public LogPartitions(JdbcTemplate jdbc, LogSettings settings) {
    this.jdbc = jdbc;
    this.partitionIds = settings.partitionIds();
  }

  /** Names of the partitions that ids from the first to the last need, and of the one ahead. */
  public String[] needed(long firstId, long lastId) {
    return LongStream.rangeClosed(firstId / partitionIds, lastId / partitionIds + 1)
      .mapToObj(LogPartitions::name)
      .toArray(String[]::new);
  }

  /** Whether ids from the first to the last are of one partition. */
  public boolean areInOne(long firstId, long lastId) {
    return firstId / partitionIds == lastId / partitionIds;
  }

  /** Call it while the log's head is locked. */
  public void makeFor(long firstId, long lastId) {
    // Somebody may have dropped the present one.
    if (areThere(needed(firstId, lastId))) {
      return;
    }
    for (long number = firstId / partitionIds; number <= lastId / partitionIds + 1; number++) {
      if (!areThere(name(number))) {
        make(number);
      }
    }
  }

  private boolean areThere(String... names) {
    return Boolean.TRUE.equals(jdbc.queryForObject("SELECT " + ARE_THERE, Boolean.class, (Object) names));
  }

  /** Made apart and then attached: PARTITION OF would lock out all readers of the log. */
  private void make(long number) {
    String name = name(number);
    jdbc.execute(
      "CREATE TABLE " +
        name +
        " (LIKE sync.sync_events INCLUDING DEFAULTS INCLUDING CONSTRAINTS INCLUDING INDEXES)"
    );
    // As in the parent: the database's statistics would keep texts that are erased later.
    jdbc.execute("ALTER TABLE " + name + " ALTER COLUMN data SET STATISTICS 0");
    jdbc.execute(
      "ALTER TABLE sync.sync_events ATTACH PARTITION %s FOR VALUES FROM (%d) TO (%d)".formatted(
        name,
        number * partitionIds,
        (number + 1) * partitionIds
      )
    );
  }

  private static String name(long number) {
    return "sync.sync_events_" + number;
  }
}
