package com.openagents.sync.standalone.proof.model;

import static com.openagents.sync.standalone.proof.model.Violation.require;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The sync log as the database holds it, read in its order: what clients are compared with. That its ids are dense and
 * the chains of its scopes whole (contracts 3 and 4) is seen on the way.
 */
final class Log {

  private static final String EVENTS = """
  SELECT id, json_build_object('id', id, 'prev_id', prev_id, 'scope', scope, 'model', model, 'model_id', model_id,
    'action', action, 'data', data, 'mutation_id', mutation_id, 'event_id', event_id, 'created_at',
    to_char(created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'))::text
  FROM sync.sync_events WHERE id > ? AND id <= ? ORDER BY id
  """;

  private final DataSource database;
  private final Map<String, Long> heads = new HashMap<>();
  private final Map<String, Long> firstIds = new HashMap<>();
  private final Map<String, List<JsonNode>> events = new HashMap<>();
  private long lastId;
  /** Up to here events may have been dropped before they were read here. */
  private long unknownUpTo;

  Log(DataSource database) {
    this.database = database;
  }

  /** Where the log stands, as the engine's parts read it. */
  record Head(String epoch, long lastId, long firstId, long firstCompactedId) {}

  Head head() {
    try (
      Connection connection = database.getConnection();
      ResultSet row = connection
        .createStatement()
        .executeQuery("SELECT epoch, last_id, first_id, first_compacted_id FROM sync.log_head")
    ) {
      require(row.next(), "The sync log has no head");
      return new Head(row.getString(1), row.getLong(2), row.getLong(3), row.getLong(4));
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** An answer says which life of the log it is about. */
  void requireEpoch(JsonNode answer) {
    require(answer.path("epoch").asString("").equals(head().epoch()), "Another epoch: %s", answer);
  }

  /** Reads all that is committed; call it before anything is dropped. Returns the newest id. */
  synchronized long readOn() {
    long through = head().lastId();
    if (through > lastId) {
      read(through);
    }
    require(
      lastId >= through || head().firstId() > through,
      "The log counts %d but ends at %d",
      through,
      lastId
    );
    return lastId;
  }

  /** The events of a scope in (after, through] that a filter lets through. */
  synchronized List<JsonNode> between(String scope, Set<String> models, long after, long through) {
    return ofScope(scope, models, after, through).toList();
  }

  /** Id of the newest such event up to an id; 0 if there is none. */
  synchronized long newest(String scope, Set<String> models, long through) {
    return ofScope(scope, models, 0, through)
      .reduce((_, last) -> last)
      .map(Log::id)
      .orElse(0L);
  }

  /** How many events of a scope each mutation caused. */
  synchronized Map<String, Long> byMutation(String scope) {
    Map<String, Long> counts = new HashMap<>();
    ofScope(scope, Set.of(), 0, Long.MAX_VALUE).forEach(event ->
      counts.merge(event.path("mutation_id").asString(), 1L, Long::sum)
    );
    return counts;
  }

  /** Id of the newest event in any of the scopes that each mutation caused. */
  synchronized Map<String, Long> newestByMutation(List<String> scopes) {
    Map<String, Long> newest = new HashMap<>();
    for (String scope : scopes) {
      ofScope(scope, Set.of(), 0, Long.MAX_VALUE).forEach(event ->
        newest.merge(event.path("mutation_id").asString(), id(event), Math::max)
      );
    }
    return newest;
  }

  /** Whether all events of these scopes were read. */
  synchronized boolean holdsAll(List<String> scopes) {
    return scopes.stream().allMatch(scope -> firstIds.getOrDefault(scope, 0L) > unknownUpTo);
  }

  /** From here on all events are known. */
  synchronized long unknownUpTo() {
    return unknownUpTo;
  }

  /** Events of a history that is over are of no use any more. */
  synchronized void forget(Collection<String> scopes) {
    scopes.forEach(events::remove);
  }

  static long id(JsonNode event) {
    return event.path("id").asLong();
  }

  private Stream<JsonNode> ofScope(String scope, Set<String> models, long after, long through) {
    return events
      .getOrDefault(scope, List.of())
      .stream()
      .filter(event -> id(event) > after && id(event) <= through)
      .filter(event -> models.isEmpty() || models.contains(event.path("model").asString()));
  }

  private void read(long through) {
    try (
      Connection connection = database.getConnection();
      PreparedStatement statement = connection.prepareStatement(EVENTS)
    ) {
      statement.setLong(1, lastId);
      statement.setLong(2, through);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          goOnTo(rows.getLong(1));
          add(JsonMapper.shared().readTree(rows.getString(2)));
        }
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /** To the next id, unless retention was quicker than we. */
  private void goOnTo(long id) {
    if (id != lastId + 1) {
      long firstId = head().firstId();
      require(
        firstId > lastId + 1,
        "The log goes from %d to %d, though it is kept from %d",
        lastId,
        id,
        firstId
      );
      unknownUpTo = id - 1;
    }
    lastId = id;
  }

  private void add(JsonNode event) {
    String scope = event.path("scope").asString();
    long before = heads.getOrDefault(scope, 0L);
    long previous = event.path("prev_id").asLong();
    require(
      previous == before || (previous > before && previous <= unknownUpTo),
      "The log has after %d of its scope: %s",
      before,
      event
    );
    heads.put(scope, id(event));
    firstIds.putIfAbsent(scope, id(event));
    events.computeIfAbsent(scope, _ -> new ArrayList<>()).add(event);
  }
}
