package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.platform.event.DomainEventSerializer;
import com.openagents.sync.platform.event.DomainEventUpcasters;
import com.openagents.sync.platform.event.EventMetadata;
import com.openagents.sync.platform.subjectkey.SubjectKeys;
import com.openagents.sync.query.platform.Catalogue;
import com.openagents.sync.query.platform.Change;
import com.openagents.sync.query.platform.Change.RowDeleted;
import com.openagents.sync.query.platform.Change.RowInserted;
import com.openagents.sync.query.platform.Change.RowUpdated;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.platform.Occurrence;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.io.PrintStream;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.Transaction;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventHandlerInvoker;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventProcessor;
import org.axonframework.eventhandling.TrackingEventProcessorConfiguration;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.serialization.json.JacksonSerializer;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;

/**
 * The framework's own way to make read models anew: a tracking processor whose tokens are reset, with a handler that is
 * called for each event and writes its rows. It has the same projections, and tables with the same indexes.
 */
final class FrameworkReplay {

  private static final EventSchema SCHEMA = EventSchema.builder()
    .eventTable("event_store.domain_events")
    .globalIndexColumn("global_index")
    .eventIdentifierColumn("event_id")
    .aggregateIdentifierColumn("aggregate_id")
    .sequenceNumberColumn("sequence_number")
    .typeColumn("aggregate_type")
    .payloadTypeColumn("payload_type")
    .payloadRevisionColumn("payload_revision")
    .payloadColumn("payload")
    .metaDataColumn("metadata")
    .timestampColumn("created_at")
    .build();

  private final DataSource dataSource;
  private final JdbcTemplate jdbc;
  private final Catalogue catalogue;
  private final SubjectKeys keys;
  private final PlatformTransactionManager transactions;
  private final Map<Model, TableShape> shapes;

  FrameworkReplay(RunningQuerySide app) {
    this.dataSource = app.bean(DataSource.class);
    this.jdbc = app.bean(JdbcTemplate.class);
    this.catalogue = app.bean(Catalogue.class);
    this.keys = app.bean(SubjectKeys.class);
    this.transactions = app.bean(PlatformTransactionManager.class);
    this.shapes = catalogue
      .models()
      .stream()
      .collect(Collectors.toMap(Function.identity(), model -> TableShape.read(jdbc, model)));
  }

  /** Replays so many of the events; returns how many a second. */
  double eventsPerSecond(long events, PrintStream out) throws InterruptedException {
    jdbc.execute("CREATE SCHEMA framework");
    shapes
      .keySet()
      .forEach(model ->
        jdbc.execute("CREATE TABLE framework.%1$s (LIKE read.%1$s INCLUDING ALL)".formatted(model.table()))
      );
    Handler handler = new Handler(events);
    TrackingEventProcessor processor = processor(handler);
    processor.start();
    long start = System.nanoTime();
    handler.done.await();
    double seconds = (System.nanoTime() - start) / 1e9;
    processor.shutDown();
    out.printf(
      Locale.ROOT,
      "the framework's tracking processor, an event at a time: %,d events in %.1f s, %,.0f events/s%n",
      events,
      seconds,
      events / seconds
    );
    return events / seconds;
  }

  private TrackingEventProcessor processor(Handler handler) {
    TransactionManager transactionManager = this::begin;
    ConnectionProvider connections = new TransactionAwareDataSourceProxy(dataSource)::getConnection;
    JdbcTokenStore tokens = JdbcTokenStore.builder()
      .connectionProvider(connections)
      .serializer(JacksonSerializer.defaultSerializer())
      .build();
    tokens.createSchema(PostgresTokenTableFactory.INSTANCE);
    JdbcEventStorageEngine.Builder engine = JdbcEventStorageEngine.builder()
      .connectionProvider(connections)
      .transactionManager(transactionManager)
      .eventSerializer(DomainEventSerializer.create(keys::find))
      .snapshotSerializer(JacksonSerializer.defaultSerializer())
      .upcasterChain(DomainEventUpcasters.chain())
      .schema(SCHEMA);
    TrackingEventProcessor processor = TrackingEventProcessor.builder()
      .name("read-models")
      .eventHandlerInvoker(handler)
      .messageSource(EmbeddedEventStore.builder().storageEngine(new Engine(engine)).build())
      .tokenStore(tokens)
      .transactionManager(transactionManager)
      .trackingEventProcessorConfiguration(
        TrackingEventProcessorConfiguration.forSingleThreadedProcessing().andInitialSegmentsCount(1)
      )
      .build();
    reset(processor, handler);
    return processor;
  }

  /** As an operator does it: the processor must be at work, or its worker counts as busy for ever. */
  private static void reset(TrackingEventProcessor processor, Handler handler) {
    processor.start();
    while (handler.handled.get() == 0) {
      Thread.onSpinWait();
    }
    processor.shutDown();
    processor.resetTokens();
  }

  private Transaction begin() {
    TransactionStatus status = transactions.getTransaction(new DefaultTransactionDefinition());
    return new Transaction() {
      @Override
      public void commit() {
        transactions.commit(status);
      }

      @Override
      public void rollback() {
        transactions.rollback(status);
      }
    };
  }

  /** Reads times as the event store keeps them. */
  private static final class Engine extends JdbcEventStorageEngine {

    Engine(Builder builder) {
      super(builder);
    }

    @Override
    protected Object readTimeStamp(ResultSet row, String column) throws SQLException {
      return row.getObject(column, OffsetDateTime.class).toInstant().toString();
    }
  }

  private final class Handler implements EventHandlerInvoker {

    private final CountDownLatch done = new CountDownLatch(1);
    private final AtomicLong handled = new AtomicLong();
    private final long wanted;

    Handler(long wanted) {
      this.wanted = wanted;
    }

    @Override
    public boolean canHandle(EventMessage<?> message, Segment segment) {
      return true;
    }

    /** What was handled before the reset may come again. */
    @Override
    public void performReset() {
      handled.set(0);
      shapes.keySet().forEach(model -> jdbc.execute("TRUNCATE framework." + model.table()));
    }

    @Override
    public void handle(EventMessage<?> message, Segment segment) {
      if (handled.get() < wanted && message.getPayload() instanceof DomainEvent event) {
        catalogue.changes(event, occurrence(message)).forEach(change -> write(change, message));
        if (handled.incrementAndGet() == wanted) {
          done.countDown();
        }
      }
    }
  }

  private static Occurrence occurrence(EventMessage<?> message) {
    long index =
      message instanceof TrackedEventMessage<?> tracked ? tracked.trackingToken().position().orElse(0) : 0;
    return new Occurrence(
      index,
      UUID.fromString(message.getIdentifier()),
      message.getTimestamp(),
      actor(message),
      String.valueOf(message.getMetaData().get(EventMetadata.MUTATION_ID))
    );
  }

  private static String actor(EventMessage<?> message) {
    return String.valueOf(message.getMetaData().get(EventMetadata.ACTOR));
  }

  private void write(Change change, EventMessage<?> message) {
    switch (change) {
      case RowInserted inserted -> insert(inserted, message);
      case RowUpdated updated -> update(updated);
      case RowDeleted deleted -> jdbc.update(
        "DELETE FROM framework.%s WHERE id = ?".formatted(deleted.model().table()),
        deleted.id()
      );
      case Change.ScopeOpened _, Change.TextErased _ -> {
      }
    }
  }

  private void insert(RowInserted inserted, EventMessage<?> message) {
    TableShape shape = shape(inserted.model());
    @Nullable
    Object[] values = shape.values(inserted.row());
    shape.personal().forEach(column -> values[shape.author(column)] = actor(message));
    List<@Nullable Object> parameters = new ArrayList<>();
    List<String> marks = new ArrayList<>();
    for (int column = 0; column < values.length; column++) {
      parameters.add(parameter(values[column]));
      marks.add(shape.types().get(column).equals("jsonb") ? "?::jsonb" : "?");
    }
    jdbc.update(
      "INSERT INTO framework.%s (%s) VALUES (%s)".formatted(
        shape.model().table(),
        shape.list(""),
        String.join(", ", marks)
      ),
      parameters.toArray()
    );
  }

  private void update(RowUpdated updated) {
    List<@Nullable Object> parameters = new ArrayList<>();
    List<String> assignments = new ArrayList<>();
    updated.changed().forEach((column, value) -> {
      assignments.add(column + " = ?");
      parameters.add(parameter(value));
    });
    assignments.add("updated_at = ?");
    parameters.add(parameter(updated.updatedAt()));
    parameters.add(updated.id());
    jdbc.update(
      "UPDATE framework.%s SET %s WHERE id = ?".formatted(
        updated.model().table(),
        String.join(", ", assignments)
      ),
      parameters.toArray()
    );
  }

  private TableShape shape(Model model) {
    TableShape shape = shapes.get(model);
    if (shape == null) {
      throw new IllegalStateException(model.name());
    }
    return shape;
  }

  private static @Nullable Object parameter(@Nullable Object value) {
    return switch (value) {
      case Instant time -> time.atOffset(ZoneOffset.UTC);
      case Enum<?> constant -> constant.name().toLowerCase(Locale.ROOT);
      case List<?> list -> RunningQuerySide.JSON.writeValueAsString(
        list.isEmpty() ? Collections.emptyList() : list
      );
      case null -> null;
      default -> value;
    };
  }
}
