package com.openagents.sync.bench.contender;

/** Many rows, made by the database itself: how they came there makes no difference to whoever reads them. */
final class RowsOfSql {

  private static final String CONTENT = "repeat('Lorem ipsum dolor sit amet ', 3) || number";
  private static final String TIME = "timestamptz '2026-01-01' + number * interval '1 second'";

  private RowsOfSql() {}

  static String plain(String agent, int rows) {
    return """
    INSERT INTO messages (id, agent_id, role, content, created_at)
    SELECT gen_random_uuid(), '%s', 'user', %s, %s FROM generate_series(1, %d) AS number
    """.formatted(agent, CONTENT, TIME, rows);
  }

  static String agentsync(String agent, String org, int rows) {
    return """
    INSERT INTO read.messages (id, agent_id, org_id, role, content, content_by, created_at, updated_at)
    SELECT gen_random_uuid(), '%s', '%s', 'user', %s, 'bench', %s, %s FROM generate_series(1, %d) AS number
    """.formatted(agent, org, CONTENT, TIME, TIME, rows);
  }
}
