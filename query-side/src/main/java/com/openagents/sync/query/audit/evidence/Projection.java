package com.openagents.sync.query.audit.evidence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/**
 * How far the read tables are.
 *
 * @param exists false where nobody has projected yet
 * @param position index of the last event in them
 * @param waiting the first event that they lack, by the org that waits for it
 */
record Projection(boolean exists, long position, Map<UUID, Long> waiting) {
  static Projection read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (
        !number(
          statement,
          "SELECT count(*) FROM pg_tables WHERE schemaname = 'read' AND tablename = 'postings'"
        )
      ) {
        return new Projection(false, 0, Map.of());
      }
      long position;
      try (ResultSet row = statement.executeQuery("SELECT position FROM sync.log_head")) {
        position = row.next() ? row.getLong(1) : 0;
      }
      Map<UUID, Long> waiting = new HashMap<>();
      try (
        ResultSet rows = statement.executeQuery(
          "SELECT org_id, min(event_index) FROM sync.set_aside_events GROUP BY org_id"
        )
      ) {
        while (rows.next()) {
          waiting.put(rows.getObject(1, UUID.class), rows.getLong(2));
        }
      }
      return new Projection(true, position, waiting);
    }
  }

  boolean has(MoneyEvent event) {
    return exists && event.index() <= position && !waiting.containsKey(event.event().orgId());
  }

  private static boolean number(Statement statement, String sql) throws SQLException {
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getLong(1) > 0;
    }
  }
}
