package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.erasure.ErasureEvent.SubjectErased;
import com.openagents.sync.api.sync.Scope;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;

/** What a run changes in what is in use: the tables and scopes. */
final class LiveTables {

  private static final String OPEN_SCOPES = """
  INSERT INTO sync.scopes (scope, org_id, created_by, last_id)
  SELECT scope, org_id, created_by,
    coalesce((SELECT max(id) FROM sync.sync_events WHERE sync_events.scope = made.scope), 0)
  FROM rebuild.scopes AS made WHERE scope = ANY (?)
  ON CONFLICT (scope) DO UPDATE SET org_id = excluded.org_id, created_by = excluded.created_by
  """;
  private static final String CLOSE_SCOPES = """
  DELETE FROM sync.scopes AS live
  WHERE scope = ANY (?) AND NOT EXISTS (SELECT FROM rebuild.scopes WHERE scope = live.scope)
  """;
  private static final String MARK_REMAINS = """
  INSERT INTO sync.tables_to_rewrite (name) SELECT 'read.' || name FROM unnest(?::text[]) AS name
  ON CONFLICT (name) DO UPDATE SET marked_at = clock_timestamp()
  """;

  private static final String ERASED = SubjectErased.class.getSimpleName();

  private final JdbcTemplate jdbc;

  LiveTables(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  /** By org the first event that is set aside. */
  Map<UUID, Long> held() {
    Map<UUID, Long> held = new HashMap<>();
    jdbc.query("SELECT org_id, min(event_index) FROM sync.set_aside_events GROUP BY org_id", row -> {
      held.put(row.getObject(1, UUID.class), row.getLong(2));
    });
    return held;
  }

  /** Whether that event erases something: the projector may be in the middle of it. */
  boolean isErased(long index) {
    return Boolean.TRUE.equals(
      jdbc.queryForObject(
        "SELECT EXISTS (SELECT FROM event_store.domain_events WHERE global_index = ? AND payload_type = ?)",
        Boolean.class,
        index,
        ERASED
      )
    );
  }

  /** Orgs whose erasure is set aside: it may be done in part. */
  List<UUID> orgsWithErasureSetAside() {
    return jdbc.query(
      """
      SELECT DISTINCT waiting.org_id FROM sync.set_aside_events AS waiting
      JOIN event_store.domain_events ON global_index = event_index WHERE payload_type = ?
      """,
      (row, _) -> row.getObject(1, UUID.class),
      ERASED
    );
  }

  /** Lets nobody begin to read, once those who do have ended. */
  void closeGate(Duration readersWait) {
    jdbc.execute("SET LOCAL lock_timeout = " + readersWait.toMillis());
    jdbc.execute("LOCK TABLE rebuild.gate IN ACCESS EXCLUSIVE MODE");
  }

  void correctScopes(List<String> scopes) {
    if (!scopes.isEmpty()) {
      Object names = scopes.toArray(String[]::new);
      jdbc.update(OPEN_SCOPES, names);
      jdbc.update(CLOSE_SCOPES, names);
    }
  }

  /** Puts the new tables in the place of those in use, which are kept apart. */
  void flip(List<TableShape> shapes) {
    dropReplaced();
    for (TableShape shape : shapes) {
      String table = shape.model().table();
      jdbc.execute("ALTER TABLE read." + table + " SET SCHEMA replaced");
      jdbc.execute("ALTER TABLE rebuild." + table + " SET SCHEMA read");
    }
  }

  /** What earlier flips replaced can't be had back from now on. */
  void dropReplaced() {
    jdbc
      .queryForList(
        "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'replaced'",
        String.class
      )
      .forEach(table -> jdbc.execute("DROP TABLE replaced." + table));
    jdbc.update("UPDATE rebuild.runs SET replaced_until = NULL WHERE replaced_until IS NOT NULL");
  }

  /** Whether replaced tables would keep what is being erased. */
  boolean isErasing() {
    return Boolean.TRUE.equals(
      jdbc.queryForObject("SELECT EXISTS (SELECT FROM sync.erasures WHERE state <> 'done')", Boolean.class)
    );
  }

  /** The new tables' files hold what was erased while they were made. */
  void markRemains(List<TableShape> shapes, long erasuresThrough) {
    int erasures = jdbc.update(
      "UPDATE sync.erasures SET state = 'rewriting', done_at = NULL WHERE event_index > ? AND state = 'done'",
      erasuresThrough
    );
    if (erasures > 0 || isErasing()) {
      jdbc.update(MARK_REMAINS, (Object) TableShape.names(shapes).toArray(String[]::new));
    }
  }

  /** Corrects, in place, what differs. */
  void correct(TableShape shape) {
    String table = shape.model().table();
    String name = shape.model().name();
    String assignments = shape
      .columns()
      .stream()
      .map(column -> column + " = n." + column)
      .collect(Collectors.joining(", "));
    jdbc.update(
      """
      UPDATE read.%1$s AS live SET %2$s FROM rebuild.%1$s AS n JOIN differing AS d ON d.id = n.id AND d.model = ?
      WHERE live.id = n.id
      """.formatted(table, assignments),
      name
    );
    jdbc.update(
      """
      INSERT INTO read.%1$s (%2$s)
      SELECT %3$s FROM rebuild.%1$s AS n JOIN differing AS d ON d.id = n.id AND d.model = ?
      WHERE NOT EXISTS (SELECT FROM read.%1$s AS live WHERE live.id = n.id)
      """.formatted(table, shape.list(""), shape.list("n.")),
      name
    );
    jdbc.update(
      """
      DELETE FROM read.%1$s AS live USING differing AS d
      WHERE d.model = ? AND live.id = d.id AND NOT EXISTS (SELECT FROM rebuild.%1$s AS n WHERE n.id = d.id)
      """.formatted(table),
      name
    );
  }

  /** How many rows a scope has in these tables. */
  long rowsOf(Scope scope, List<TableShape> shapes) {
    return shapes
      .stream()
      .mapToLong(shape -> {
        List<String> columns = shape.model().scopeColumns().getOrDefault(scope.kind(), List.of());
        if (columns.isEmpty()) {
          return 0;
        }
        Long rows = jdbc.queryForObject(
          "SELECT count(*) FROM read.%s WHERE ? IN (%s)".formatted(
            shape.model().table(),
            String.join(", ", columns)
          ),
          Long.class,
          scope.id()
        );
        return rows == null ? 0 : rows;
      })
      .sum();
  }
}
