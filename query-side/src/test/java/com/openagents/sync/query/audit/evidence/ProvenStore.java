package com.openagents.sync.query.audit.evidence;

import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.platform.event.DomainEventSerializer;
import com.openagents.sync.platform.evidence.Chain;
import com.openagents.sync.platform.evidence.ChainedEvent;
import com.openagents.sync.platform.evidence.HeadFile;
import com.openagents.sync.platform.evidence.SignedHead;
import com.openagents.sync.platform.evidence.SigningKey;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;

/** An event store as the command side leaves it: chained, signed, with the mutations behind it; and a copy of its heads outside. */
record ProvenStore(
  TestDatabase database,
  List<StoredRow> rows,
  SigningKey key,
  HeadFile outside,
  Path publicKeys
) {
  private static final int ROWS_PER_BATCH = 1_000;
  private static final Instant BEGIN = Instant.parse("2026-01-02T03:04:05.678901Z");
  private static final DomainEventSerializer SERIALIZER = DomainEventSerializer.create();
  private static final String INSERT = """
  INSERT INTO event_store.domain_events
    (global_index, event_id, aggregate_type, aggregate_id, sequence_number, org_id, payload_type, payload_revision,
     payload, metadata, created_at, hash)
  VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  """;

  /** @param folder for the key and the heads outside */
  static ProvenStore create(List<DomainEvent> events, int eventsPerHead, Path folder) {
    TestDatabase database = TestDatabase.create();
    EventStore.createdIn(database);
    Path keyFile = folder.resolve("signing-key.pem");
    SigningKey.createIfMissing(keyFile);
    SigningKey key = SigningKey.load(keyFile);
    Path publicKeys = folder.resolve("public-keys.pem");
    key.publish(publicKeys);
    ProvenStore store = new ProvenStore(
      database,
      chained(events),
      key,
      new HeadFile(folder.resolve("signed-heads.jsonl")),
      publicKeys
    );
    store.insert();
    store.sign(eventsPerHead);
    return store;
  }

  private static List<StoredRow> chained(List<DomainEvent> events) {
    List<StoredRow> rows = new ArrayList<>();
    Map<UUID, Long> sequences = new HashMap<>();
    byte[] hash = Chain.beginning();
    for (DomainEvent event : events) {
      long index = rows.size() + 1L;
      var payload = SERIALIZER.serialize(event, byte[].class);
      ChainedEvent chained = new ChainedEvent(
        index,
        UUID.randomUUID(),
        "Aggregate",
        event.id(),
        sequences.merge(event.id(), 1L, Long::sum) - 1,
        event.orgId(),
        payload.getType().getName(),
        "1",
        payload.getData(),
        EventStore.metadata("m-" + index),
        BEGIN.plusMillis(index)
      );
      hash = Chain.link(hash, Chain.leaf(chained));
      rows.add(new StoredRow(chained, hash));
    }
    return rows;
  }

  private void insert() {
    try (Connection connection = database.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
        for (StoredRow row : rows) {
          set(insert, row);
          insert.addBatch();
          if (row.index() % ROWS_PER_BATCH == 0) {
            insert.executeBatch();
          }
        }
        insert.executeBatch();
      }
      try (Statement statement = connection.createStatement()) {
        statement.execute(
          "INSERT INTO event_store.mutations (mutation_id, fingerprint, answer, first_index, last_index)" +
            " SELECT 'm-' || global_index, '', '{}', global_index, global_index FROM event_store.domain_events"
        );
        statement.execute(
          "UPDATE event_store.head SET (last_index, last_hash) =" +
            " (SELECT global_index, hash FROM event_store.domain_events ORDER BY global_index DESC LIMIT 1)"
        );
      }
      connection.commit();
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  static void set(PreparedStatement insert, StoredRow row) throws SQLException {
    ChainedEvent event = row.event();
    int column = 0;
    insert.setLong(++column, event.globalIndex());
    insert.setObject(++column, event.eventId());
    insert.setString(++column, event.aggregateType());
    insert.setObject(++column, event.aggregateId());
    insert.setLong(++column, event.sequenceNumber());
    insert.setObject(++column, event.orgId());
    insert.setString(++column, event.payloadType());
    insert.setString(++column, event.payloadRevision());
    insert.setBytes(++column, event.payload());
    insert.setBytes(++column, event.metadata());
    insert.setObject(++column, event.createdAt().atOffset(ZoneOffset.UTC));
    insert.setBytes(++column, row.hash());
  }

  private void sign(int eventsPerHead) {
    List<SignedHead> heads = new ArrayList<>();
    for (int index = eventsPerHead; index <= rows.size(); index += eventsPerHead) {
      heads.add(key.sign(index, at(index).hash()));
    }
    try (
      Connection connection = database.dataSource().getConnection();
      PreparedStatement insert = connection.prepareStatement(
        "INSERT INTO event_store.signed_heads VALUES (?, ?, ?, ?, ?)"
      )
    ) {
      for (SignedHead head : heads) {
        insert.setLong(1, head.globalIndex());
        insert.setBytes(2, head.hash());
        insert.setObject(3, head.signedAt().atOffset(ZoneOffset.UTC));
        insert.setString(4, head.keyId());
        insert.setBytes(5, head.signature());
        insert.addBatch();
      }
      insert.executeBatch();
      outside.append(heads);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void awaitProjected(RunningQuerySide app) {
    JdbcTemplate jdbc = app.bean(JdbcTemplate.class);
    await()
      .atMost(Duration.ofMinutes(1))
      .until(
        () -> jdbc.queryForObject("SELECT position FROM sync.log_head", Long.class),
        position -> position == last()
      );
  }

  StoredRow at(long index) {
    return rows.get(Math.toIntExact(index - 1));
  }

  long last() {
    return rows.size();
  }
}
