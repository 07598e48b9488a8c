package com.openagents.sync.query.synclog;

import java.util.Arrays;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Makes the sync log's partitions ahead of the ids, one range more than is needed. */
@Component
public class LogPartitions {

  private final JdbcTemplate jdbc;
  private final long partitionIds;

  public LogPartitions(JdbcTemplate jdbc, LogSettings settings) {
    this.jdbc = jdbc;
    this.partitionIds = settings.partitionIds();
  }

  /** Name of the partition behind that of an id; if it is there, so are all that ids up to the end of it need. */
  public String ahead(long id) {
    return name(id / partitionIds + 1);
  }

  /** Call it while the log's head is locked. */
  public void makeFor(long firstId, long lastId) {
    long present = firstId / partitionIds;
    long ahead = lastId / partitionIds + 1;
    // Somebody may have dropped the present one.
    if (exists(present, ahead)) {
      return;
    }
    for (long number = present; number <= ahead; number++) {
      if (!exists(number)) {
        make(number);
      }
    }
  }

  private boolean exists(long... numbers) {
    String[] names = Arrays.stream(numbers)
      .mapToObj(LogPartitions::name)
      .toArray(String[]::new);
    return Boolean.TRUE.equals(
      jdbc.queryForObject(
        "SELECT bool_and(to_regclass(name) IS NOT NULL) FROM unnest(?::text[]) AS name",
        Boolean.class,
        (Object) names
      )
    );
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
