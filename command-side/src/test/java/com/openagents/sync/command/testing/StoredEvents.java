package com.openagents.sync.command.testing;

import com.openagents.sync.platform.event.DomainEventSerializer;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.axonframework.serialization.SimpleSerializedObject;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;

/** The event store's tables, for tests to look into. Apps that tests start find it by its package. */
@Component
public class StoredEvents {

  /** One row. */
  public record Event(
    long globalIndex,
    UUID eventId,
    String aggregateType,
    UUID aggregateId,
    long sequenceNumber,
    String payloadType,
    JsonNode payload,
    JsonNode metadata,
    Instant createdAt
  ) {}

  private static final String EVENTS = """
  SELECT global_index, event_id, aggregate_type, aggregate_id, sequence_number, payload_type,
         payload_revision, payload, convert_from(metadata, 'UTF8') AS metadata, created_at
  FROM event_store.domain_events
  """;

  private final JdbcClient jdbc;
  private final DomainEventSerializer serializer;

  public StoredEvents(JdbcClient jdbc, DomainEventSerializer serializer) {
    this.jdbc = jdbc;
    this.serializer = serializer;
  }

  public List<Event> of(UUID aggregateId) {
    return jdbc
      .sql(EVENTS + "WHERE aggregate_id = ? ORDER BY sequence_number")
      .param(aggregateId)
      .query(this::event)
      .list();
  }

  public List<Event> ofMutation(String mutationId) {
    return jdbc
      .sql(EVENTS + "WHERE convert_from(metadata, 'UTF8')::jsonb ->> 'mutation_id' = ? ORDER BY global_index")
      .param(mutationId)
      .query(this::event)
      .list();
  }

  /** How many mutations took effect, or changed nothing. */
  public long mutations() {
    return jdbc.sql("SELECT count(*) FROM event_store.mutations").query(Long.class).single();
  }

  public long head() {
    return jdbc.sql("SELECT last_index FROM event_store.head").query(Long.class).single();
  }

  private Event event(ResultSet row, int number) throws SQLException {
    return new Event(
      row.getLong("global_index"),
      row.getObject("event_id", UUID.class),
      row.getString("aggregate_type"),
      row.getObject("aggregate_id", UUID.class),
      row.getLong("sequence_number"),
      row.getString("payload_type"),
      Answer.JSON.readTree(plain(row)),
      Answer.JSON.readTree(row.getString("metadata")),
      row.getObject("created_at", OffsetDateTime.class).toInstant()
    );
  }

  /** The payload as the event says it, whatever is sealed. */
  private String plain(ResultSet row) throws SQLException {
    Object event = serializer.deserialize(
      new SimpleSerializedObject<>(
        row.getBytes("payload"),
        byte[].class,
        row.getString("payload_type"),
        row.getString("payload_revision")
      )
    );
    return serializer.serialize(event, String.class).getData();
  }
}
