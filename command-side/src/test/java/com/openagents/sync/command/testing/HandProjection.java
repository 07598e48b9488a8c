package com.openagents.sync.command.testing;

import com.openagents.sync.platform.testing.TestDatabase;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Writes what the query side would, as far as mutations look at it. */
public record HandProjection(JdbcClient jdbc) {
  public static HandProjection on(TestDatabase database) {
    JdbcClient jdbc = JdbcClient.create(database.dataSource());
    jdbc.sql("CREATE TABLE sync.sync_events_of_tests PARTITION OF sync.sync_events DEFAULT").update();
    return new HandProjection(jdbc);
  }

  /** Projects a domain event to a sync event; what came before it counts as projected too. */
  public void project(long globalIndex, long syncId) {
    log(globalIndex, syncId);
    moveTo(globalIndex);
  }

  /** Writes a sync event that nobody sees yet as projected. */
  public void log(long globalIndex, long syncId) {
    jdbc
      .sql(
        """
        INSERT INTO sync.sync_events (id, prev_id, scope, model, model_id, action, mutation_id, event_id,
                                      event_index, created_at)
        VALUES (?, 0, 'org:x', 'Message', ?, 'delete', 'x', ?, ?, now())
        """
      )
      .params(syncId, UUID.randomUUID(), UUID.randomUUID(), globalIndex)
      .update();
  }

  public void setAside(long globalIndex) {
    jdbc
      .sql("INSERT INTO sync.set_aside_events (event_index, event_id, org_id, reason) VALUES (?, ?, ?, 'no')")
      .params(globalIndex, UUID.randomUUID(), UUID.randomUUID())
      .update();
  }

  public void moveTo(long globalIndex) {
    jdbc.sql("UPDATE sync.log_head SET position = ?").param(globalIndex).update();
  }

  /** As after the older sync events were dropped. */
  public void firstIdIs(long syncId) {
    jdbc.sql("UPDATE sync.log_head SET first_id = ?").param(syncId).update();
  }
}
