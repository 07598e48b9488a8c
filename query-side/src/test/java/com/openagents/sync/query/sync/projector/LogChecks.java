package com.openagents.sync.query.sync.projector;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.testing.TestDatabase;
import java.time.Duration;
import org.awaitility.Awaitility;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What must hold of the log at any time. */
record LogChecks(JdbcClient jdbc) {
  private static final Duration WITHIN = Duration.ofSeconds(60);

  static LogChecks of(TestDatabase database) {
    return new LogChecks(JdbcClient.create(database.dataSource()));
  }

  long number(String sql) {
    return jdbc.sql(sql).query(Long.class).single();
  }

  long position() {
    return number("SELECT position FROM sync.log_head");
  }

  long lastId() {
    return number("SELECT last_id FROM sync.log_head");
  }

  void awaitPosition(long index) {
    Awaitility.await()
      .atMost(WITHIN)
      .until(() -> position() == index);
  }

  /** All of the head's row, to see whether anything changed. */
  String head() {
    return jdbc.sql("SELECT log_head::text FROM sync.log_head").query(String.class).single();
  }

  void change(String sql) {
    jdbc.sql(sql).update();
  }

  /** Ids without a hole, and each names the one before it in its scope. */
  void requireDenseChains() {
    assertThat(
      number(
        """
        SELECT count(*) FROM (
          SELECT id, prev_id, row_number() OVER (ORDER BY id) AS number,
            coalesce(lag(id) OVER (PARTITION BY scope ORDER BY id), 0) AS before
          FROM sync.sync_events) AS event
        WHERE id <> number OR prev_id <> before
        """
      )
    ).isZero();
    assertThat(
      number(
        """
        SELECT count(*) FROM sync.scopes
        WHERE last_id <> (SELECT max(id) FROM sync.sync_events WHERE sync_events.scope = scopes.scope)
        """
      )
    ).isZero();
    assertThat(lastId()).isEqualTo(number("SELECT coalesce(max(id), 0) FROM sync.sync_events"));
  }

  /** No two rows of the log are for the same event, scope and row. */
  void requireNothingTwice() {
    assertThat(
      number(
        """
        SELECT count(*) FROM (
          SELECT FROM sync.sync_events GROUP BY event_index, scope, model, model_id HAVING count(*) > 1) AS doubled
        """
      )
    ).isZero();
  }
}
