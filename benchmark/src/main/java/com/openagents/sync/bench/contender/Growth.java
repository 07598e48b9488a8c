package com.openagents.sync.bench.contender;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.agent.AgentEvent.AgentCreated;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.message.MessageRole;
import com.openagents.sync.command.mutation.Ids;
import com.openagents.sync.platform.event.DomainEventSerializer;
import com.openagents.sync.platform.evidence.Chain;
import com.openagents.sync.platform.evidence.ChainedEvent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.UUID;
import org.axonframework.serialization.SerializedObject;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Fills an event store while the engine does not run: one dense chain, which the engine projects as any other events. */
final class Growth {

  private static final String LAST = """
  SELECT last_index, last_hash, org_id, convert_from(metadata, 'UTF8'),
    convert_from(metadata, 'UTF8')::jsonb ->> 'mutation_id'
  FROM event_store.head JOIN event_store.domain_events ON payload_type = 'AgentCreated'
  ORDER BY global_index DESC LIMIT 1
  """;
  private static final String COPY = """
  COPY event_store.domain_events (global_index, event_id, aggregate_type, aggregate_id, sequence_number, org_id,
    payload_type, payload_revision, payload, metadata, created_at, hash) FROM STDIN
  """;
  private static final int EVENTS_PER_AGENT = 1_000;
  private static final int FLUSH_CHARACTERS = 1 << 20;
  private static final String CONTENT = "Lorem ipsum dolor sit amet, ".repeat(3);

  private final DomainEventSerializer serializer = DomainEventSerializer.create();
  private final StringBuilder lines = new StringBuilder();
  private final Instant start = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final UUID org;
  private final String metadata;
  private final String mutationId;
  private long index;
  private byte[] hash;
  private UUID agent = new UUID(0, 0);

  private Growth(ResultSet last) throws SQLException {
    index = last.getLong(1);
    hash = last.getBytes(2);
    org = last.getObject(3, UUID.class);
    metadata = last.getString(4);
    mutationId = last.getString(5);
  }

  /** @param events that it has then; it needs an agent to begin with */
  static void to(long events, Connection connection) throws SQLException, IOException {
    try (Statement statement = connection.createStatement()) {
      Growth growth;
      try (ResultSet last = statement.executeQuery(LAST)) {
        last.next();
        growth = new Growth(last);
      }
      long before = growth.index;
      growth.copy(events, connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY));
      statement.execute(
        """
        INSERT INTO event_store.mutations (mutation_id, fingerprint, answer, first_index, last_index)
        SELECT 'grown-' || global_index, 'fingerprint', repeat('x', 300), global_index, global_index
        FROM event_store.domain_events WHERE global_index > %d
        """.formatted(before)
      );
      statement.execute(
        "UPDATE event_store.head SET last_index = %d, last_hash = '\\x%s'".formatted(
          growth.index,
          HexFormat.of().formatHex(growth.hash)
        )
      );
      statement.execute("VACUUM ANALYZE event_store.domain_events, event_store.mutations");
    }
  }

  private void copy(long events, CopyIn copy) throws SQLException {
    while (index < events) {
      add(next());
      if (lines.length() > FLUSH_CHARACTERS) {
        flush(copy);
      }
    }
    flush(copy);
    copy.endCopy();
  }

  private void flush(CopyIn copy) throws SQLException {
    byte[] bytes = lines.toString().getBytes(StandardCharsets.UTF_8);
    copy.writeToCopy(bytes, 0, bytes.length);
    lines.setLength(0);
  }

  private DomainEvent next() {
    if (index % EVENTS_PER_AGENT == 0 || agent.getMostSignificantBits() == 0) {
      agent = Ids.next();
      return new AgentCreated(agent, org, "grown");
    }
    return new MessagePosted(Ids.next(), agent, org, MessageRole.USER, CONTENT + index);
  }

  private void add(DomainEvent event) {
    index++;
    SerializedObject<byte[]> payload = serializer.serialize(event, byte[].class);
    ChainedEvent stored = new ChainedEvent(
      index,
      Ids.next(),
      event instanceof AgentCreated ? "Agent" : "Message",
      event.id(),
      0,
      org,
      payload.getType().getName(),
      payload.getType().getRevision(),
      payload.getData(),
      metadata.replace(mutationId, "grown-" + index).getBytes(StandardCharsets.UTF_8),
      start.plusMillis(index)
    );
    hash = Chain.link(hash, Chain.leaf(stored));
    lines.append(stored.globalIndex()).append('\t').append(stored.eventId());
    column(stored.aggregateType());
    column(stored.aggregateId().toString());
    column(Long.toString(stored.sequenceNumber()));
    column(stored.orgId().toString());
    column(stored.payloadType());
    column(stored.payloadRevision());
    column(stored.payload());
    column(stored.metadata());
    column(stored.createdAt().toString());
    column(hash);
    lines.append('\n');
  }

  private void column(String value) {
    lines.append('\t').append(value);
  }

  private void column(byte[] value) {
    lines.append("\t\\\\x").append(HexFormat.of().formatHex(value));
  }
}
