package com.openagents.sync.bench.spring;

import java.sql.Timestamp;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/** The table that one reads. */
final class Messages {

  private static final String CREATE = """
  CREATE TABLE IF NOT EXISTS messages (
    id uuid PRIMARY KEY, agent_id uuid NOT NULL, role text NOT NULL, content text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now())
  """;
  private static final String INDEX =
    "CREATE INDEX IF NOT EXISTS messages_in_order ON messages (agent_id, created_at, id)";
  private static final String INSERT =
    "INSERT INTO messages (id, agent_id, role, content, created_at) VALUES (?, ?, ?, ?, ?)";
  private static final String SELECT =
    "SELECT coalesce(json_agg(m ORDER BY created_at, id), '[]')::text FROM messages m WHERE agent_id = ?";

  private final JdbcTemplate database;

  Messages(JdbcTemplate database) {
    this.database = database;
    database.execute(CREATE);
    database.execute(INDEX);
  }

  void insert(MessageRow row) {
    database.update(
      INSERT,
      row.id(),
      row.agentId(),
      row.role(),
      row.content(),
      Timestamp.from(row.createdAt())
    );
  }

  @Nullable
  String json(UUID agent) {
    return database.queryForObject(SELECT, String.class, agent);
  }
}
