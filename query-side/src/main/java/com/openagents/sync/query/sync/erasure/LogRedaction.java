package com.openagents.sync.query.sync.erasure;

import com.openagents.sync.api.ErasedText;
import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.handover.ProjectedEvents;
import com.openagents.sync.query.platform.Catalogue;
import com.openagents.sync.query.platform.Model;
import java.util.List;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Redacts what older sync events say of erased texts, in place: ids, order and all else stay, so whoever folds from
 * before the erasure to after it gets the same, by the updates that the erasure itself is.
 */
@Component
class LogRedaction {

  // The actor is the author of all that an event says. The table is noted with what is redacted in it.
  private static final String REDACT = """
  WITH piece AS (
    SELECT logged.id, domain.metadata FROM sync.sync_events AS logged
    JOIN event_store.domain_events AS domain ON domain.global_index = logged.event_index
    WHERE logged.id > ? AND logged.id <= ? AND domain.org_id = ? AND logged.event_index <= ?
      AND logged.data ??| ?::text[] AND logged.authors IS NULL
  ), redacted AS (
    UPDATE sync.sync_events AS logged SET data = logged.data || (
      SELECT coalesce(jsonb_object_agg(key, CASE jsonb_typeof(value) WHEN 'array' THEN '[]' ELSE to_jsonb(?::text) END), '{}')
      FROM jsonb_each(logged.data)
      WHERE key = ANY (?::text[]) AND value NOT IN ('null', '""', '[]'))
    FROM piece
    WHERE logged.id = piece.id AND logged.model = ?
      AND convert_from(piece.metadata, 'UTF8')::jsonb ->> 'actor' = ?
    RETURNING logged.tableoid::regclass::text AS name
  )
  INSERT INTO sync.tables_to_rewrite (name) SELECT DISTINCT name FROM redacted
  ON CONFLICT (name) DO UPDATE SET marked_at = clock_timestamp()
  """;

  // What a rebuild wrote says itself whose each text is.
  private static final String REDACT_REBUILT = """
  WITH redacted AS (
    UPDATE sync.sync_events AS logged SET data = logged.data || (
      SELECT coalesce(jsonb_object_agg(key, CASE jsonb_typeof(value) WHEN 'array' THEN '[]' ELSE to_jsonb(?::text) END), '{}')
      FROM jsonb_each(logged.data)
      WHERE logged.authors ->> key = ? AND value NOT IN ('null', '""', '[]'))
    FROM sync.scopes
    WHERE logged.id > ? AND logged.id <= ? AND logged.authors IS NOT NULL AND logged.data IS NOT NULL
      AND scopes.scope = logged.scope AND scopes.org_id = ?
      AND EXISTS (SELECT FROM jsonb_each_text(logged.authors) WHERE value = ?)
    RETURNING logged.tableoid::regclass::text AS name
  )
  INSERT INTO sync.tables_to_rewrite (name) SELECT DISTINCT name FROM redacted
  ON CONFLICT (name) DO UPDATE SET marked_at = clock_timestamp()
  """;

  // Events before first_id may be there still: of a life of the log that is over.
  private static final String PENDING = """
  SELECT event_index, org_id, subject, until_id,
    greatest(redacted_id, (SELECT coalesce(min(id), 1) FROM sync.sync_events) - 1)
  FROM sync.erasures WHERE state = 'redacting' ORDER BY event_index
  """;
  private static final String MOVE =
    "UPDATE sync.erasures SET redacted_id = ? WHERE event_index = ? AND redacted_id < ?";
  private static final String REDACTED =
    "UPDATE sync.erasures SET state = 'rewriting' WHERE event_index = ? AND state = 'redacting'";
  private static final String DROP_FROM_MEMORY = "UPDATE sync.log_head SET redactions = redactions + 1";

  private final List<Model> models;
  private final Handover<ProjectedEvents> handover;
  private final ErasureSettings settings;

  LogRedaction(Catalogue catalogue, Handover<ProjectedEvents> handover, ErasureSettings settings) {
    this.handover = handover;
    this.models = catalogue
      .models()
      .stream()
      .filter(model -> !model.personalColumns().isEmpty())
      .toList();
    this.settings = settings;
  }

  private record Pending(long eventIndex, UUID orgId, String subject, long untilId, long redactedId) {}

  /** Goes on from where it is; every piece commits by itself. Returns how many erasures it finished. */
  int run(JdbcClient session) {
    List<Pending> all = session
      .sql(PENDING)
      .query((row, _) ->
        new Pending(
          row.getLong(1),
          row.getObject(2, UUID.class),
          row.getString(3),
          row.getLong(4),
          row.getLong(5)
        )
      )
      .list();
    for (Pending erasure : all) {
      for (long from = erasure.redactedId(); from < erasure.untilId(); from += settings.redactIdsMax()) {
        redact(session, erasure, from, Math.min(from + settings.redactIdsMax(), erasure.untilId()));
      }
      // First the memory of gateways, so that who asks how far it is is never told too much.
      session.sql(DROP_FROM_MEMORY).update();
      handover.clear();
      session.sql(REDACTED).param(erasure.eventIndex()).update();
    }
    return all.size();
  }

  private void redact(JdbcClient session, Pending erasure, long after, long through) {
    for (Model model : models) {
      String[] columns = model.personalColumns().toArray(String[]::new);
      session
        .sql(REDACT)
        .params(after, through, erasure.orgId(), erasure.eventIndex())
        .params(columns, ErasedText.MARKER, columns, model.name(), erasure.subject())
        .update();
    }
    session
      .sql(REDACT_REBUILT)
      .params(ErasedText.MARKER, erasure.subject(), after, through, erasure.orgId(), erasure.subject())
      .update();
    session.sql(MOVE).params(through, erasure.eventIndex(), through).update();
  }
}
