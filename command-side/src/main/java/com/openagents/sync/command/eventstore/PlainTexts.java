package com.openagents.sync.command.eventstore;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.platform.event.DomainEventSerializer;
import com.openagents.sync.platform.event.EventMetadata;
import com.openagents.sync.platform.subjectkey.SealedJson;
import com.openagents.sync.platform.subjectkey.SubjectKey;
import com.openagents.sync.platform.subjectkey.SubjectKeys;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.axonframework.serialization.SerializationException;
import org.axonframework.serialization.SimpleSerializedObject;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seals what was stored before texts were sealed, once, before this node serves anybody. Events change in one
 * transaction, by the role that owns them, and are chained anew if they are chained: nobody ever sees half of it. After a
 * crash it begins again. Then the tables are written anew, without what was there.
 */
final class PlainTexts {

  private static final Logger log = LoggerFactory.getLogger(PlainTexts.class);
  private static final int ROWS_PER_PIECE = 500;

  /** What records of rows hold of what people wrote, of the time before it was marked. */
  private static final List<String> FIELDS_OF_ANSWERS = List.of(
    "name",
    "content",
    "thought",
    "action",
    "observation",
    "title",
    "base_revision",
    "diff",
    "files",
    "reason",
    "memo",
    "failure"
  );
  private static final String FIELD_OF_ORGS = "created_by";

  private static final String EVENTS = """
  SELECT global_index, payload_type, payload_revision, payload,
    convert_from(metadata, 'UTF8')::jsonb ->> '%s'
  FROM event_store.domain_events
  WHERE global_index > ? AND global_index <= ? ORDER BY global_index LIMIT ?
  """.formatted(EventMetadata.ACTOR);
  private static final String ANSWERS = """
  SELECT mutation_id, fingerprint, answer, last_index FROM event_store.mutations
  WHERE last_index <= ? AND fingerprint NOT LIKE 'sealed:%' AND mutation_id > ? ORDER BY mutation_id LIMIT ?
  """;
  private static final String ACTORS = """
  SELECT DISTINCT convert_from(metadata, 'UTF8')::jsonb ->> '%s' FROM event_store.domain_events
  WHERE aggregate_id = ?
  """.formatted(EventMetadata.ACTOR);

  @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
  private record Event(long index, String type, String revision, byte[] payload, String actor) {}

  // Where events are chained, they are so that nobody changes them: the owner, on purpose, until a head is signed.
  private static final String IS_CHAINED = "SELECT to_regprocedure('event_store.chain_all()') IS NOT NULL";
  private static final String IS_SIGNED = "SELECT EXISTS (SELECT FROM event_store.signed_heads)";
  private static final String UNLOCK = "ALTER TABLE event_store.domain_events DISABLE TRIGGER append_only";
  private static final String LOCK = "ALTER TABLE event_store.domain_events ENABLE TRIGGER append_only";

  private record Answer(String mutationId, FirstAnswer first) {}

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final SubjectKeys keys;
  private final SealedAnswers answers;
  private final DomainEventSerializer serializer;

  /** @param owner the database as the event store's owner sees it */
  PlainTexts(DataSource owner, SubjectKeys keys, SealedAnswers answers) {
    this.jdbc = JdbcClient.create(owner);
    this.transaction = new TransactionTemplate(new JdbcTransactionManager(owner));
    this.keys = keys;
    this.answers = answers;
    this.serializer = DomainEventSerializer.create(keys::find);
  }

  void sealAll() {
    long last = jdbc.sql("SELECT last_index FROM event_store.plain_texts").query(Long.class).single();
    if (last == 0) {
      return;
    }
    log.info("Sealing what was stored in plain text, up to event {}", last);
    boolean chained = is(IS_CHAINED);
    if (chained && is(IS_SIGNED)) {
      // Another chain would be another history.
      log.error("Events up to {} stay in plain text: heads of their chain are signed", last);
    } else {
      transaction.executeWithoutResult(_ -> sealEvents(last, chained));
      jdbc.sql("VACUUM (FULL) event_store.domain_events").update();
    }
    sealAnswers(last);
    jdbc.sql("VACUUM (FULL) event_store.mutations").update();
    jdbc.sql("UPDATE event_store.plain_texts SET last_index = 0").update();
  }

  private boolean is(String question) {
    return jdbc.sql(question).query(Boolean.class).single();
  }

  private void sealEvents(long last, boolean chained) {
    jdbc.sql("SELECT last_index FROM event_store.head FOR UPDATE").query(Long.class).single();
    if (chained) {
      jdbc.sql(UNLOCK).update();
    }
    sealEvents(last);
    if (chained) {
      jdbc
        .sql("SELECT event_store.chain_all()")
        .query((_, _) -> true)
        .list();
      jdbc.sql(LOCK).update();
    }
  }

  private void sealEvents(long last) {
    List<Event> events;
    long after = 0;
    do {
      events = jdbc
        .sql(EVENTS)
        .params(after, last, ROWS_PER_PIECE)
        .query((row, _) ->
          new Event(row.getLong(1), row.getString(2), row.getString(3), row.getBytes(4), row.getString(5))
        )
        .list();
      events.forEach(this::seal);
      after = events.isEmpty() ? after : events.getLast().index();
    } while (!events.isEmpty());
  }

  private void seal(Event event) {
    try {
      sealReadable(event);
    } catch (IllegalArgumentException | SerializationException unreadable) {
      // Nobody could project it either. Not with the cause, which may quote it.
      log.warn("Event {} can't be read, so it stays as it is", event.index());
    }
  }

  private void sealReadable(Event event) {
    String json = new String(event.payload(), StandardCharsets.UTF_8);
    var stored = new SimpleSerializedObject<>(event.payload(), byte[].class, event.type(), event.revision());
    if (SealedJson.isSealed(SealedJson.parse(json))) {
      return;
    }
    if (serializer.deserialize(stored) instanceof DomainEvent read) {
      byte[] sealed = serializer.seal(read, it -> keys.current(it.orgId(), event.actor())).getData();
      jdbc
        .sql("UPDATE event_store.domain_events SET payload = ? WHERE global_index = ?")
        .params(sealed, event.index())
        .update();
    }
  }

  private void sealAnswers(long last) {
    List<Answer> found;
    String after = "";
    do {
      found = jdbc
        .sql(ANSWERS)
        .params(last, after, ROWS_PER_PIECE)
        .query((row, _) ->
          new Answer(row.getString(1), new FirstAnswer(row.getString(2), row.getString(3), row.getLong(4)))
        )
        .list();
      found.forEach(this::seal);
      after = found.isEmpty() ? after : found.getLast().mutationId();
    } while (!found.isEmpty());
  }

  private void seal(Answer answer) {
    ObjectNode record = SealedJson.parse(answer.first().record());
    boolean hasTexts = FIELDS_OF_ANSWERS.stream().anyMatch(record::has) && !record.has(FIELD_OF_ORGS);
    Set<SubjectKey> authors = hasTexts ? authors(record) : Set.of();
    if (authors.isEmpty()) {
      return;
    }
    FirstAnswer sealed = answers.seal(answer.mutationId(), answer.first(), FIELDS_OF_ANSWERS, authors);
    jdbc
      .sql("UPDATE event_store.mutations SET fingerprint = ?, answer = ? WHERE mutation_id = ?")
      .params(sealed.fingerprint(), sealed.record(), answer.mutationId())
      .update();
  }

  /** All who ever had to do with it. */
  private Set<SubjectKey> authors(ObjectNode record) {
    UUID orgId = UUID.fromString(record.path("org_id").asText());
    return jdbc
      .sql(ACTORS)
      .param(UUID.fromString(record.path("id").asText()))
      .query((row, _) -> row.getString(1))
      .list()
      .stream()
      .map(actor -> keys.current(orgId, actor))
      .collect(Collectors.toSet());
  }
}
