package com.openagents.sync.query.testing;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.platform.event.DomainEventSerializer;
import com.openagents.sync.platform.event.EventMetadata;
import com.openagents.sync.platform.evidence.Chain;
import com.openagents.sync.platform.evidence.ChainedEvent;
import com.openagents.sync.platform.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.axonframework.messaging.MetaData;
import org.axonframework.serialization.SerializedObject;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Stores domain events as the command side does: its own schema, its serializer, one dense order. */
public final class EventStore {

  public static final String ACTOR = "alice";

  private static final Duration PROJECTED_WITHIN = Duration.ofSeconds(10);

  private static final Path MIGRATIONS = Path.of("../command-side/src/main/resources/db/command-side");

  private static final DomainEventSerializer SERIALIZER = DomainEventSerializer.create();

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;

  public EventStore(TestDatabase database) {
    var dataSource = database.dataSource();
    jdbc = JdbcClient.create(dataSource);
    transaction = new TransactionTemplate(new JdbcTransactionManager(dataSource));
  }

  /** An event store on a database that has none. */
  public static EventStore createdIn(TestDatabase database) {
    EventStore store = new EventStore(database);
    store.create();
    return store;
  }

  public void create() {
    try (Stream<Path> files = Files.list(MIGRATIONS)) {
      List<Path> inOrder = files.sorted().toList();
      transaction.executeWithoutResult(_ -> {
        jdbc.sql("CREATE SCHEMA event_store").update();
        inOrder.forEach(file -> jdbc.sql(text(file)).update());
      });
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public long append(DomainEvent... events) {
    return append("m-" + UUID.randomUUID(), Arrays.asList(events));
  }

  /** Appends the events of one mutation; returns the index of the last. */
  public long append(String mutationId, List<? extends DomainEvent> events) {
    List<ChainedEvent> appended = appended(mutationId, events);
    return appended.isEmpty() ? lastIndex() : appended.getLast().globalIndex();
  }

  /** Appends the events of one mutation; returns them as they are stored. */
  public List<ChainedEvent> appended(String mutationId, List<? extends DomainEvent> events) {
    return appended(mutationId, events, _ -> {});
  }

  /** @param beforeCommit is given the events; if it throws, nothing is stored */
  public List<ChainedEvent> appended(
    String mutationId,
    List<? extends DomainEvent> events,
    Consumer<List<ChainedEvent>> beforeCommit
  ) {
    List<ChainedEvent> appended = new ArrayList<>();
    transaction.executeWithoutResult(_ -> {
      long index = jdbc.sql("SELECT last_index FROM event_store.head FOR UPDATE").query(Long.class).single();
      for (DomainEvent event : events) {
        index++;
        appended.add(insert(index, event, mutationId));
      }
      moveHead(index);
      beforeCommit.accept(appended);
    });
    return appended;
  }

  private ChainedEvent insert(long index, DomainEvent event, String mutationId) {
    SerializedObject<byte[]> payload = SERIALIZER.serialize(event, byte[].class);
    return insert(
      index,
      event.id(),
      event.orgId(),
      payload.getType().getName(),
      payload.getType().getRevision(),
      payload.getData(),
      metadata(mutationId)
    );
  }

  /** A row as it is given, whatever it holds. */
  public ChainedEvent insert(
    long index,
    UUID aggregateId,
    UUID orgId,
    String payloadType,
    byte[] payload,
    byte[] metadata
  ) {
    return insert(index, aggregateId, orgId, payloadType, "1", payload, metadata);
  }

  private ChainedEvent insert(
    long index,
    UUID aggregateId,
    UUID orgId,
    String payloadType,
    String revision,
    byte[] payload,
    byte[] metadata
  ) {
    long sequence = jdbc
      .sql("SELECT count(*) FROM event_store.domain_events WHERE aggregate_id = ?")
      .param(aggregateId)
      .query(Long.class)
      .single();
    ChainedEvent event = new ChainedEvent(
      index,
      UUID.randomUUID(),
      "Aggregate",
      aggregateId,
      sequence,
      orgId,
      payloadType,
      revision,
      payload,
      metadata,
      Instant.now().truncatedTo(ChronoUnit.MICROS)
    );
    insert(event);
    return event;
  }

  private void insert(ChainedEvent event) {
    byte[] hash = Chain.link(hashAt(event.globalIndex() - 1), Chain.leaf(event));
    jdbc
      .sql(
        """
        INSERT INTO event_store.domain_events
          (global_index, event_id, aggregate_type, aggregate_id, sequence_number, org_id, payload_type,
           payload_revision, payload, metadata, created_at, hash)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """
      )
      .params(
        event.globalIndex(),
        event.eventId(),
        event.aggregateType(),
        event.aggregateId(),
        event.sequenceNumber(),
        event.orgId(),
        event.payloadType(),
        event.payloadRevision(),
        event.payload(),
        event.metadata(),
        event.createdAt().atOffset(ZoneOffset.UTC),
        hash
      )
      .update();
  }

  /** Of the chain up to there; behind a hole it begins anew. */
  private byte[] hashAt(long index) {
    return jdbc
      .sql("SELECT hash FROM event_store.domain_events WHERE global_index = ?")
      .param(index)
      .query(byte[].class)
      .optional()
      .orElseGet(Chain::beginning);
  }

  /** An append that leaves out an index. */
  public void appendBehindHole(DomainEvent event) {
    transaction.executeWithoutResult(_ -> {
      long index = lastIndex() + 2;
      insert(index, event, "m-" + UUID.randomUUID());
      moveHead(index);
    });
  }

  /** Tells whoever follows that there is more, as a command side in another process does. */
  public void signal() {
    jdbc
      .sql("SELECT pg_notify('agentsync_signals', 'test EVENTS_APPENDED')::text")
      .query(String.class)
      .list();
  }

  /** Waits until all that is stored is projected. */
  public void awaitProjected() {
    awaitProjected(PROJECTED_WITHIN);
  }

  /** The same where there is much, or much else to do. */
  public void awaitProjected(Duration atMost) {
    signal();
    Awaitility.await()
      .pollInterval(Duration.ofMillis(2))
      .atMost(atMost)
      .until(
        () ->
          jdbc.sql("SELECT position FROM sync.log_head").query(Long.class).optional().orElse(0L) ==
          lastIndex()
      );
  }

  public void fillHole(DomainEvent event, long index) {
    insert(index, event, "m-" + UUID.randomUUID());
  }

  /** A whole append of one event that no serializer would write. */
  public void appendRaw(UUID orgId, String payloadType, String payload) {
    appendRaw(UUID.randomUUID(), orgId, payloadType, payload);
  }

  /** The same of a named aggregate; it has the first revision. */
  public void appendRaw(UUID aggregateId, UUID orgId, String payloadType, String payload) {
    transaction.executeWithoutResult(_ -> {
      long index = lastIndex() + 1;
      byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
      insert(index, aggregateId, orgId, payloadType, bytes, metadata("m-" + UUID.randomUUID()));
      moveHead(index);
    });
  }

  /** Puts another event where one is that nobody can read. */
  public void repair(long index, DomainEvent event) {
    SerializedObject<byte[]> payload = SERIALIZER.serialize(event, byte[].class);
    transaction.executeWithoutResult(_ -> {
      // Only a superuser can.
      jdbc.sql("SET LOCAL session_replication_role = replica").update();
      jdbc
        .sql("UPDATE event_store.domain_events SET payload_type = ?, payload = ? WHERE global_index = ?")
        .params(payload.getType().getName(), payload.getData(), index)
        .update();
    });
  }

  public long lastIndex() {
    return jdbc.sql("SELECT last_index FROM event_store.head").query(Long.class).single();
  }

  public void moveHead(long index) {
    jdbc
      .sql("UPDATE event_store.head SET last_index = ?, last_hash = ?")
      .params(index, hashAt(index))
      .update();
  }

  /** What stands beside each event of a mutation. */
  public static byte[] metadata(String mutationId) {
    Map<String, String> metadata = Map.of(
      EventMetadata.ACTOR,
      ACTOR,
      EventMetadata.ACTOR_KIND,
      "agent",
      EventMetadata.MUTATION_ID,
      mutationId,
      EventMetadata.CORRELATION_ID,
      mutationId,
      EventMetadata.CAUSATION_ID,
      UUID.randomUUID().toString()
    );
    return SERIALIZER.serialize(MetaData.from(metadata), byte[].class).getData();
  }
}
