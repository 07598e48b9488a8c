package com.openagents.sync.query.sync.projector;

import com.openagents.sync.api.sync.SetAsideResponse.HeldOrg;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/**
 * Domain events that could not be projected, and those of the same org that wait behind them: what an org sees stays in
 * its order, and the other orgs go on. Only the holder of the lease adds and takes away, under the log's lock.
 */
@Component
class SetAsideEvents {

  private static final String ADD = """
  INSERT INTO sync.set_aside_events (event_index, event_id, org_id, reason) VALUES (?, ?, ?, ?)
  """;
  private static final String FAILED_AGAIN = """
  UPDATE sync.set_aside_events SET reason = ?, retry = false WHERE event_index = ?
  """;
  private static final String TRY_AGAIN = """
  UPDATE sync.set_aside_events SET retry = true
  WHERE org_id = ? AND event_index = (SELECT min(event_index) FROM sync.set_aside_events WHERE org_id = ?)
  """;

  private static final String HELD = """
  SELECT DISTINCT ON (org_id) org_id, event_index, event_id, reason, set_aside_at,
    count(*) OVER (PARTITION BY org_id) - 1
  FROM sync.set_aside_events
  WHERE org_id = ANY (?)
  ORDER BY org_id, event_index
  """;

  private final JdbcTemplate jdbc;

  SetAsideEvents(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  Set<UUID> orgs() {
    return new HashSet<>(orgs("SELECT DISTINCT org_id FROM sync.set_aside_events"));
  }

  /** Orgs whose first event is to be tried again. */
  List<UUID> orgsToRetry() {
    return orgs("SELECT DISTINCT org_id FROM sync.set_aside_events WHERE retry");
  }

  private List<UUID> orgs(String sql) {
    return jdbc.query(sql, (row, _) -> row.getObject(1, UUID.class));
  }

  /** Which of these orgs wait, and for what. */
  List<HeldOrg> heldOrgs(Set<UUID> orgs) {
    return jdbc.query(
      HELD,
      (row, _) ->
        new HeldOrg(
          row.getObject(1, UUID.class),
          row.getLong(2),
          row.getObject(3, UUID.class),
          // Without a reason it has begun to be tried again.
          Objects.requireNonNullElse(row.getString(4), "it is being tried again"),
          row.getObject(5, OffsetDateTime.class).toInstant(),
          row.getLong(6)
        ),
      (Object) orgs.toArray(UUID[]::new)
    );
  }

  /** The oldest of an org. */
  List<Long> indexesOf(UUID org, int eventsMax) {
    return jdbc.query(
      "SELECT event_index FROM sync.set_aside_events WHERE org_id = ? ORDER BY event_index LIMIT ?",
      (row, _) -> row.getLong(1),
      org,
      eventsMax
    );
  }

  /** Asks for another try of what stopped an org; returns false if nothing of it is set aside. */
  boolean tryAgain(UUID org) {
    return jdbc.update(TRY_AGAIN, org, org) > 0;
  }

  /** For a node that begins to project. */
  void tryAllAgain() {
    jdbc.update("UPDATE sync.set_aside_events SET retry = true WHERE reason IS NOT NULL AND NOT retry");
  }

  void add(List<Unprojected> events) {
    jdbc.batchUpdate(ADD, events, Math.max(1, events.size()), (statement, event) -> {
      statement.setLong(1, event.stored().index());
      statement.setObject(2, event.stored().eventId());
      statement.setObject(3, event.stored().orgId());
      statement.setString(4, event.reason());
    });
  }

  void remove(List<Long> indexes) {
    jdbc.update(
      "DELETE FROM sync.set_aside_events WHERE event_index = ANY (?)",
      (Object) indexes.toArray(Long[]::new)
    );
  }

  void failedAgain(long index, String reason) {
    jdbc.update(FAILED_AGAIN, reason, index);
  }
}
