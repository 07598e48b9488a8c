package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.platform.event.DomainEventSerializer;
import com.openagents.sync.platform.evidence.Chain;
import com.openagents.sync.platform.evidence.ChainedEvent;
import com.openagents.sync.platform.subjectkey.SubjectKeys;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.axonframework.serialization.SerializedObject;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Fills an event store as the command side would: sealed, chained, in one dense order; only by COPY. */
final class GeneratedStore {

  private static final String COPY = """
  COPY event_store.domain_events (global_index, event_id, aggregate_type, aggregate_id, sequence_number, org_id,
    payload_type, payload_revision, payload, metadata, created_at, hash) FROM STDIN (FORMAT binary)
  """;
  private static final byte[] SIGNATURE = "PGCOPY\n\377\r\n\0".getBytes(StandardCharsets.ISO_8859_1);
  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant EPOCH_2000 = Instant.parse("2000-01-01T00:00:00Z");
  private static final int FLUSH_BYTES = 1 << 20;
  private static final short COLUMNS = 12;

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final DataOutputStream data = new DataOutputStream(bytes);
  private final Map<UUID, Long> sequences = new HashMap<>();
  private final DomainEventSerializer serializer = DomainEventSerializer.create();
  private final SubjectKeys keys;
  private byte[] hash = Chain.beginning();

  GeneratedStore(SubjectKeys keys) {
    this.keys = keys;
  }

  /** Returns how many bytes the payloads have. */
  long fill(TestDatabase database, long events) throws SQLException, IOException {
    keys.requireMaster();
    TranscriptEvents transcripts = new TranscriptEvents();
    long payloads = 0;
    try (Connection connection = database.dataSource().getConnection()) {
      CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(COPY);
      data.write(SIGNATURE);
      data.writeLong(0);
      for (long index = 1; index <= events; index++) {
        payloads += write(index, transcripts.next());
        if (bytes.size() > FLUSH_BYTES) {
          flush(copy);
        }
      }
      data.writeShort(-1);
      flush(copy);
      if (copy.endCopy() != events) {
        throw new IllegalStateException("Not all events were stored");
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute(
          "UPDATE event_store.head SET last_index = %d, last_hash = '\\x%s'".formatted(
            events,
            java.util.HexFormat.of().formatHex(hash)
          )
        );
        statement.execute("VACUUM ANALYZE event_store.domain_events");
      }
    }
    return payloads;
  }

  private void flush(CopyIn copy) throws SQLException {
    copy.writeToCopy(bytes.toByteArray(), 0, bytes.size());
    bytes.reset();
  }

  private int write(long index, DomainEvent event) throws IOException {
    SerializedObject<byte[]> payload = serializer.seal(event, it ->
      keys.current(it.orgId(), TranscriptEvents.subject())
    );
    Instant time = START.plus(index, ChronoUnit.MILLIS);
    ChainedEvent stored = new ChainedEvent(
      index,
      new UUID(index, ~index),
      "Aggregate",
      event.id(),
      sequences.merge(event.id(), 0L, (before, _) -> before + 1),
      event.orgId(),
      payload.getType().getName(),
      payload.getType().getRevision(),
      payload.getData(),
      EventStore.metadata("m-" + index),
      time
    );
    hash = Chain.link(hash, Chain.leaf(stored));
    write(stored);
    return payload.getData().length;
  }

  private void write(ChainedEvent event) throws IOException {
    data.writeShort(COLUMNS);
    number(event.globalIndex());
    uuid(event.eventId());
    field(event.aggregateType().getBytes(StandardCharsets.UTF_8));
    uuid(event.aggregateId());
    number(event.sequenceNumber());
    uuid(event.orgId());
    field(event.payloadType().getBytes(StandardCharsets.UTF_8));
    field(event.payloadRevision().getBytes(StandardCharsets.UTF_8));
    field(event.payload());
    field(event.metadata());
    number(ChronoUnit.MICROS.between(EPOCH_2000, event.createdAt()));
    field(hash);
  }

  private void number(long value) throws IOException {
    data.writeInt(Long.BYTES);
    data.writeLong(value);
  }

  private void uuid(UUID value) throws IOException {
    data.writeInt(2 * Long.BYTES);
    data.writeLong(value.getMostSignificantBits());
    data.writeLong(value.getLeastSignificantBits());
  }

  private void field(byte[] value) throws IOException {
    data.writeInt(value.length);
    data.write(value);
  }
}
