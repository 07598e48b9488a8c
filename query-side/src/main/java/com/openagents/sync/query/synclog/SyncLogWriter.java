package com.openagents.sync.query.synclog;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.database.Statements;
import com.openagents.sync.platform.database.Statements.Column;
import com.openagents.sync.platform.synclog.SyncLog;
import com.openagents.sync.query.platform.Change.ScopeOpened;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;

/** Appends to the sync log and keeps each scope's newest id, by which the next event names the one before it. */
public final class SyncLogWriter {

  // A change's data travels and is parsed once, however many scopes see it. All parts see the scopes' heads as they were.
  private static final String APPEND = """
  WITH change AS MATERIALIZED (
    SELECT number, model, model_id, action, data::jsonb AS data, mutation_id, event_id, event_index, created_at,
      authors::jsonb AS authors
    FROM unnest(?::text[], ?::uuid[], ?::text[], ?::text[], ?::text[], ?::uuid[], ?::bigint[], ?::timestamptz[],
        ?::text[])
      WITH ORDINALITY
      AS change (model, model_id, action, data, mutation_id, event_id, event_index, created_at, authors, number)
  ), entry AS MATERIALIZED (
    SELECT id, scope, number, lag(id) OVER (PARTITION BY scope ORDER BY id) AS prev_id
    FROM unnest(?::bigint[], ?::text[], ?::bigint[]) AS entry (id, scope, number)
  ), moved AS (
    UPDATE sync.scopes SET last_id = newest.id
    FROM (SELECT scope, max(id) AS id FROM entry GROUP BY scope) AS newest
    WHERE scopes.scope = newest.scope
  )
  INSERT INTO sync.sync_events
    (id, prev_id, scope, model, model_id, action, data, mutation_id, event_id, event_index, created_at,
     authors)
  SELECT id, coalesce(entry.prev_id, head.last_id), scope, model, model_id, action, data, mutation_id, event_id,
    event_index, change.created_at, authors
  FROM entry JOIN change USING (number) JOIN sync.scopes AS head USING (scope)
  """;
  private static final String APPEND_AND_RETURN = APPEND + SyncLog.RETURNING_EVENTS + ", event_index";
  private static final String INSERT_SCOPES = """
  INSERT INTO sync.scopes (scope, org_id, created_by, last_id)
  SELECT scope, org_id, created_by, 0
  FROM unnest(?::text[], ?::uuid[], ?::text[]) AS opened (scope, org_id, created_by)
  """;

  private SyncLogWriter() {}

  public static void open(List<ScopeOpened> scopes, Statements statements) {
    if (!scopes.isEmpty()) {
      statements.add(
        INSERT_SCOPES,
        column("text", scopes, opened -> opened.scope().toString()),
        column("uuid", scopes, ScopeOpened::orgId),
        column("text", scopes, ScopeOpened::createdBy)
      );
    }
  }

  /** Appends entries behind the log's last id, once the statements are sent; returns the new last id. */
  public static long append(long lastId, List<LogEntry> entries, Statements statements) {
    return append(lastId, entries, statements, null);
  }

  /** @param appended gets each event with its {@code event_index}, in any order; null if nobody wants them */
  public static long append(
    long lastId,
    List<LogEntry> entries,
    Statements statements,
    @Nullable RowCallbackHandler appended
  ) {
    if (entries.isEmpty()) {
      return lastId;
    }
    List<Place> places = new ArrayList<>();
    long number = 0;
    for (LogEntry entry : entries) {
      number++;
      for (Scope scope : entry.scopes()) {
        places.add(new Place(lastId + places.size() + 1, scope.toString(), number));
      }
    }
    IntFunction<String> otherwise = _ -> "There is none of some of the scopes " + scopes(places) + ".";
    Object[] columns = {
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
      column("text", places, Place::scope),
      column("bigint", places, Place::number),
    };
    if (appended == null) {
      statements.require(places.size(), otherwise, APPEND, columns);
    } else {
      statements.require(places.size(), otherwise, appended, APPEND_AND_RETURN, columns);
    }
    return lastId + places.size();
  }

  /** @param number of the entry, from 1 */
  private record Place(long id, String scope, long number) {}

  private static Set<String> scopes(List<Place> places) {
    return places.stream().map(Place::scope).collect(Collectors.toSet());
  }

  private static <T> Column column(String type, List<T> rows, Function<T, @Nullable Object> value) {
    List<@Nullable Object> values = new ArrayList<>(rows.size());
    rows.forEach(row -> values.add(value.apply(row)));
    return new Column(type, values);
  }
}
