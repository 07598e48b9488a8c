package com.openagents.sync.standalone.proof.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Looks through all that is stored once nothing changes any more. */
final class Audit {

  private static final int ROWS_PER_FETCH = 500;

  /** Each counts what must not be. */
  private static final Map<String, String> QUERIES = Map.ofEntries(
    Map.entry(
      "domain events out of the dense order",
      "SELECT count(*) FROM (SELECT global_index, row_number() OVER (ORDER BY global_index) AS number" +
        " FROM event_store.domain_events) AS event WHERE global_index <> number"
    ),
    Map.entry(
      "distance between the event store's head and its last event",
      "SELECT abs((SELECT last_index FROM event_store.head)" +
        " - (SELECT coalesce(max(global_index), 0) FROM event_store.domain_events))"
    ),
    Map.entry(
      "aggregates with a hole in their sequence",
      "SELECT count(*) FROM (SELECT FROM event_store.domain_events GROUP BY aggregate_id" +
        " HAVING count(*) <> max(sequence_number) + 1 OR min(sequence_number) <> 0) AS aggregate"
    ),
    Map.entry(
      "mutations with other than one event",
      "SELECT count(*) FROM (SELECT mutation_id FROM event_store.mutations LEFT JOIN (" +
        "  SELECT convert_from(metadata, 'UTF8')::jsonb ->> 'mutation_id' AS mutation_id" +
        "  FROM event_store.domain_events) AS event USING (mutation_id)" +
        " GROUP BY mutation_id HAVING count(event) <> 1) AS mutation"
    ),
    Map.entry(
      "acknowledged mutations that are not there",
      "SELECT count(*) FROM acknowledged LEFT JOIN event_store.mutations USING (mutation_id)" +
        " WHERE mutations.mutation_id IS NULL"
    ),
    Map.entry(
      "mutations acknowledged twice",
      "SELECT count(*) - count(DISTINCT mutation_id) FROM acknowledged"
    ),
    Map.entry(
      "sync events out of the dense order or chained wrongly",
      "SELECT count(*) FROM (SELECT id, prev_id, row_number() OVER (ORDER BY id) AS number," +
        " coalesce(lag(id) OVER (PARTITION BY scope ORDER BY id), 0) AS before" +
        " FROM sync.sync_events) AS event WHERE id <> number OR prev_id <> before"
    ),
    Map.entry(
      "distance between the log's head and its last event",
      "SELECT abs((SELECT last_id FROM sync.log_head) - (SELECT coalesce(max(id), 0) FROM sync.sync_events))"
    ),
    Map.entry(
      "scopes whose newest event is another one",
      "SELECT count(*) FROM sync.scopes" +
        " WHERE last_id <> (SELECT max(id) FROM sync.sync_events WHERE sync_events.scope = scopes.scope)"
    ),
    Map.entry(
      "domain events projected twice into one scope",
      "SELECT count(*) FROM (SELECT FROM sync.sync_events GROUP BY event_index, scope" +
        " HAVING count(*) > 1) AS doubled"
    ),
    Map.entry(
      "domain events not seen by just those scopes that they concern",
      "SELECT count(*) FROM (SELECT global_index FROM event_store.domain_events" +
        " LEFT JOIN sync.sync_events ON event_index = global_index GROUP BY global_index, payload_type" +
        " HAVING count(id) <> CASE payload_type WHEN 'OrgCreated' THEN 1 ELSE 2 END) AS event"
    ),
    Map.entry("domain events set aside", "SELECT count(*) FROM sync.set_aside_events")
  );

  private final Connection database;
  private final Violations violations;

  Audit(Connection database, Violations violations) {
    this.database = database;
    this.violations = violations;
  }

  /** @param acknowledged ids of mutations */
  void requireAllOnce(List<String> acknowledged) throws SQLException {
    try (Statement statement = database.createStatement()) {
      statement.execute("CREATE TEMPORARY TABLE acknowledged (mutation_id text NOT NULL)");
    }
    try (
      PreparedStatement insert = database.prepareStatement(
        "INSERT INTO acknowledged SELECT unnest(?::text[])"
      )
    ) {
      insert.setArray(1, database.createArrayOf("text", acknowledged.toArray()));
      insert.executeUpdate();
    }
    for (Map.Entry<String, String> query : QUERIES.entrySet()) {
      long count = number(query.getValue());
      if (count != 0) {
        violations.add(query.getKey() + ": " + count);
      }
    }
  }

  long number(String sql) throws SQLException {
    try (Statement statement = database.createStatement(); ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /** The read tables show what the log says, from its first event to its last. */
  void requireFold(String scope, JsonNode bootstrap) throws SQLException {
    Replica folded = Replica.empty();
    database.setAutoCommit(false);
    try (
      PreparedStatement query = database.prepareStatement(
        "SELECT jsonb_build_object('id', id, 'model', model, 'model_id', model_id, 'action', action, 'data', data)::text" +
          " FROM sync.sync_events WHERE scope = ? ORDER BY id"
      )
    ) {
      query.setFetchSize(ROWS_PER_FETCH);
      query.setString(1, scope);
      try (ResultSet rows = query.executeQuery()) {
        while (rows.next()) {
          JsonNode event = JsonMapper.shared().readTree(rows.getString(1));
          folded
            .apply(event)
            .ifPresent(flaw -> violations.add("In the log of " + scope + " " + event + " " + flaw));
        }
      }
    } finally {
      database.setAutoCommit(true);
    }
    for (String difference : folded.differencesFrom(Replica.of(bootstrap.path("models")))) {
      violations.add("The fold of the log of " + scope + " is not its bootstrap: " + difference);
    }
  }

  /** The rows of all orgs are those that the writers were answered. */
  void requireRows(Map<String, JsonNode> expected, List<JsonNode> bootstraps) {
    Map<String, JsonNode> found = new TreeMap<>();
    for (JsonNode bootstrap : bootstraps) {
      bootstrap
        .path("models")
        .properties()
        .forEach(model -> model.getValue().forEach(row -> found.put(row.path("id").asString(), row)));
    }
    var ids = new TreeSet<>(expected.keySet());
    ids.addAll(found.keySet());
    for (String id : ids) {
      if (!String.valueOf(expected.get(id)).equals(String.valueOf(found.get(id)))) {
        violations.add("The row is %s, its writer was told %s".formatted(found.get(id), expected.get(id)));
      }
    }
  }

  /** A client's replica is the bootstrap, and every event of the scope came to it once. */
  void requireSame(String client, Following following, JsonNode bootstrap) throws SQLException {
    Replica fresh = Replica.of(bootstrap.path("models"));
    for (String difference : following.replica().differencesFrom(fresh)) {
      violations.add(
        "%s differs from a bootstrap of %s: %s".formatted(client, following.scope(), difference)
      );
    }
    long wanted = ofEventsFor(following, following.startedAt(), "count(*)");
    if (following.whole() && following.eventsApplied() != wanted) {
      violations.add(
        "%s got %d events of %s after %d, not %d".formatted(
          client,
          following.eventsApplied(),
          following.scope(),
          following.startedAt(),
          wanted
        )
      );
    }
  }

  /** The id of the newest event that a client must have got. */
  long lastFor(Following following) throws SQLException {
    return ofEventsFor(following, 0, "coalesce(max(id), 0)");
  }

  private long ofEventsFor(Following following, long after, String what) throws SQLException {
    String models = following.models().isEmpty() ? "" : " AND model = ANY (?)";
    try (
      PreparedStatement query = database.prepareStatement(
        "SELECT " + what + " FROM sync.sync_events WHERE scope = ? AND id > ?" + models
      )
    ) {
      query.setString(1, following.scope());
      query.setLong(2, after);
      if (!following.models().isEmpty()) {
        query.setArray(3, database.createArrayOf("text", following.models().toArray()));
      }
      try (ResultSet row = query.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }
}
