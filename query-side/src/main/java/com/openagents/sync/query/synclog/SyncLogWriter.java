package com.openagents.sync.query.synclog;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Change.ScopeOpened;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Appends to the sync log and keeps each scope's newest id, by which the next event names the one before it. */
@Component
public class SyncLogWriter {

  // A change's data travels and is parsed once, however many scopes see it.
  private static final String INSERT_EVENTS = """
  WITH change AS MATERIALIZED (
    SELECT number, model, model_id, action, data::jsonb AS data, mutation_id, event_id, event_index, created_at,
      authors::jsonb AS authors
    FROM unnest(?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::bigint[], ?::timestamptz[],
        ?::text[])
      WITH ORDINALITY
      AS change (model, model_id, action, data, mutation_id, event_id, event_index, created_at, authors, number)
  )
  INSERT INTO sync.sync_events
    (id, prev_id, scope, model, model_id, action, data, mutation_id, event_id, event_index, created_at,
     authors)
  SELECT id, prev_id, scope, model, model_id, action, data, mutation_id, event_id, event_index, created_at,
    authors
  FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::bigint[]) AS entry (id, prev_id, scope, number)
  JOIN change USING (number)
  """;
  private static final String INSERT_SCOPES = """
  INSERT INTO sync.scopes (scope, org_id, created_by, last_id)
  SELECT scope, org_id, created_by, 0
  FROM unnest(?::text[], ?::uuid[], ?::text[]) AS opened (scope, org_id, created_by)
  """;
  private static final String SCOPE_HEADS =
    "SELECT scope, last_id FROM sync.scopes WHERE scope = ANY (?::text[])";
  private static final String MOVE_SCOPE_HEADS = """
  UPDATE sync.scopes SET last_id = moved.last_id
  FROM unnest(?::text[], ?::bigint[]) AS moved (scope, last_id)
  WHERE scopes.scope = moved.scope
  """;

  private final JdbcTemplate jdbc;

  public SyncLogWriter(JdbcTemplate jdbc) {
    this.jdbc = jdbc;
  }

  public void open(List<ScopeOpened> scopes) {
    if (!scopes.isEmpty()) {
      write(
        INSERT_SCOPES,
        column("text", scopes, opened -> opened.scope().toString()),
        column("uuid", scopes, ScopeOpened::orgId),
        column("text", scopes, ScopeOpened::createdBy)
      );
    }
  }

  /** Appends entries behind the log's last id; returns the new last id. */
  public long append(long lastId, List<LogEntry> entries) {
    if (entries.isEmpty()) {
      return lastId;
    }
    Map<String, Long> heads = heads(entries);
    List<Place> places = new ArrayList<>();
    long number = 0;
    for (LogEntry entry : entries) {
      number++;
      for (Scope scope : entry.scopes()) {
        long id = lastId + places.size() + 1;
        Long previousId = heads.put(scope.toString(), id);
        if (previousId == null) {
          throw new DataIntegrityViolationException("There is no scope " + scope + ".");
        }
        places.add(new Place(id, previousId, scope.toString(), number));
      }
    }
    insert(entries, places);
    moveHeads(heads);
    return lastId + places.size();
  }

  /** @param number of the entry, from 1 */
  private record Place(long id, long previousId, String scope, long number) {}

  private Map<String, Long> heads(List<LogEntry> entries) {
    String[] scopes = entries
      .stream()
      .flatMap(entry -> entry.scopes().stream())
      .distinct()
      .map(Scope::toString)
      .toArray(String[]::new);
    Map<String, Long> heads = new LinkedHashMap<>();
    jdbc.query(
      SCOPE_HEADS,
      row -> {
        heads.put(row.getString(1), row.getLong(2));
      },
      (Object) scopes
    );
    return heads;
  }

  private void insert(List<LogEntry> entries, List<Place> places) {
    write(
      INSERT_EVENTS,
      column("text", entries, LogEntry::model),
      column("uuid", entries, LogEntry::modelId),
      column("text", entries, entry -> entry.action().name().toLowerCase(Locale.ROOT)),
      column("text", entries, LogEntry::data),
      column("text", entries, entry -> entry.cause().mutationId()),
      column("uuid", entries, entry -> entry.cause().eventId()),
      column("bigint", entries, entry -> entry.cause().index()),
      column("text", entries, entry -> entry.cause().time().toString()),
      column("text", entries, LogEntry::authors),
      column("bigint", places, Place::id),
      column("bigint", places, Place::previousId),
      column("text", places, Place::scope),
      column("bigint", places, Place::number)
    );
  }

  private void moveHeads(Map<String, Long> heads) {
    List<Map.Entry<String, Long>> moved = List.copyOf(heads.entrySet());
    write(
      MOVE_SCOPE_HEADS,
      column("text", moved, Map.Entry::getKey),
      column("bigint", moved, Map.Entry::getValue)
    );
  }

  private record Column(String type, List<@Nullable Object> values) {}

  private static <T> Column column(String type, List<T> rows, Function<T, @Nullable Object> value) {
    List<@Nullable Object> values = new ArrayList<>(rows.size());
    rows.forEach(row -> values.add(value.apply(row)));
    return new Column(type, values);
  }

  private void write(String sql, Column... columns) {
    jdbc.update(sql, statement -> set(statement, columns));
  }

  private static void set(PreparedStatement statement, Column... columns) throws SQLException {
    for (int number = 0; number < columns.length; number++) {
      Column column = columns[number];
      statement.setArray(
        number + 1,
        statement.getConnection().createArrayOf(column.type(), column.values().toArray())
      );
    }
  }
}
