package com.openagents.sync.query.audit;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Which events show in the models. */
@Component
class ProjectedEvents {

  private static final String AMONG = """
  SELECT wanted FROM unnest(?::bigint[]) AS wanted, sync.log_head
  WHERE wanted <= position AND NOT EXISTS (SELECT FROM sync.set_aside_events WHERE event_index = wanted)
  """;

  private final JdbcTemplate jdbc;

  ProjectedEvents(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  Set<Long> among(List<Long> indexes) {
    return new HashSet<>(
      jdbc.query(AMONG, (row, _) -> row.getLong(1), (Object) indexes.toArray(Long[]::new))
    );
  }
}
