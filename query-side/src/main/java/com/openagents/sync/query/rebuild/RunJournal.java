package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.rebuild.RebuildPhase;
import com.openagents.sync.api.rebuild.RebuildReport;
import com.openagents.sync.api.rebuild.RebuildState;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.json.JsonMapper;

/** Writes down how far a run is, through its session: what is done in a transaction is noted with it. */
final class RunJournal {

  private static final String BEGIN = """
  UPDATE rebuild.runs SET state = 'running', reason = NULL, started_at = coalesce(started_at, clock_timestamp())
  WHERE id = ?
  """;
  private static final String ADVANCE = """
  UPDATE rebuild.runs SET position = ?, held = ?::jsonb, events_done = events_done + ?, events_per_second = ?
  WHERE id = ?
  """;
  private static final String FLIPPED = """
  UPDATE rebuild.runs
  SET flip_position = ?, replaced_until = clock_timestamp() + ? * interval '1 millisecond', held = ?::jsonb
  WHERE id = ?
  """;

  private final JdbcTemplate jdbc;
  private final JsonMapper json;
  private final UUID id;
  private final long begunAt = System.nanoTime();
  private long events;

  RunJournal(RebuildSession session, JsonMapper json, UUID id) {
    this.jdbc = session.jdbc();
    this.json = json;
    this.id = id;
  }

  void begin() {
    jdbc.update(BEGIN, id);
  }

  /** What the run starts from. */
  void starts(List<String> models, long position, long erasuresThrough, long eventsOf, Map<UUID, Long> held) {
    jdbc.update(
      """
      UPDATE rebuild.runs SET models = ?, position = ?, erasures_through = ?, events_of = ?, events_done = 0, held = ?::jsonb
      WHERE id = ?
      """,
      models.toArray(String[]::new),
      position,
      erasuresThrough,
      eventsOf,
      json.writeValueAsString(held),
      id
    );
  }

  void phase(RebuildPhase phase) {
    jdbc.update("UPDATE rebuild.runs SET phase = ?, reason = NULL WHERE id = ?", Runs.lowerCase(phase), id);
  }

  void waits(String reason) {
    jdbc.update("UPDATE rebuild.runs SET reason = ? WHERE id = ?", reason, id);
  }

  void of(long eventsOf) {
    jdbc.update("UPDATE rebuild.runs SET events_of = greatest(events_of, ?) WHERE id = ?", eventsOf, id);
  }

  void advance(long position, Map<UUID, Long> held, long eventsMore) {
    events += eventsMore;
    long milliseconds = Math.max(1, Duration.ofNanos(System.nanoTime() - begunAt).toMillis());
    jdbc.update(
      ADVANCE,
      position,
      json.writeValueAsString(held),
      eventsMore,
      (events * Duration.ofSeconds(1).toMillis()) / milliseconds,
      id
    );
  }

  void flipped(long position, Map<UUID, Long> held, Duration keepFor) {
    jdbc.update(FLIPPED, position, keepFor.toMillis(), json.writeValueAsString(held), id);
  }

  void end(RebuildState state, @Nullable String reason, @Nullable RebuildReport report) {
    jdbc.update(
      """
      UPDATE rebuild.runs SET state = ?, phase = 'ended', reason = ?, report = ?::jsonb, ended_at = clock_timestamp()
      WHERE id = ?
      """,
      Runs.lowerCase(state),
      reason,
      report == null ? null : json.writeValueAsString(report),
      id
    );
  }

  void pause() {
    jdbc.update("UPDATE rebuild.runs SET state = 'paused' WHERE id = ?", id);
  }
}
