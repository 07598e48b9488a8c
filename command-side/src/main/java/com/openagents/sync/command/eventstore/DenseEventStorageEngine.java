package com.openagents.sync.command.eventstore;

import com.openagents.sync.platform.event.DomainEventSerializer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.DataSourceConnectionProvider;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.eventhandling.DomainEventData;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.upcasting.event.EventUpcaster;

/**
 * Axon's JDBC engine for reading aggregates. Its appends are only staged here: {@link GroupCommit} stores them when the
 * unit of work commits. Its own tail, with its guesses about gaps, is not used by anyone.
 */
final class DenseEventStorageEngine extends JdbcEventStorageEngine {

  private static final EventSchema SCHEMA = EventSchema.builder()
    .eventTable("event_store.domain_events")
    .globalIndexColumn("global_index")
    .eventIdentifierColumn("event_id")
    .typeColumn("aggregate_type")
    .aggregateIdentifierColumn("aggregate_id")
    .sequenceNumberColumn("sequence_number")
    .payloadTypeColumn("payload_type")
    .payloadRevisionColumn("payload_revision")
    .payloadColumn("payload")
    .metaDataColumn("metadata")
    .timestampColumn("created_at")
    .build();

  private DenseEventStorageEngine(Builder builder) {
    super(builder);
  }

  static DenseEventStorageEngine over(
    DataSource database,
    DomainEventSerializer serializer,
    EventUpcaster upcasters
  ) {
    return new DenseEventStorageEngine(
      builder()
        .schema(SCHEMA)
        .connectionProvider(new DataSourceConnectionProvider(database))
        // Reads are single statements, and the group appender keeps its own transaction.
        .transactionManager(NoTransactionManager.instance())
        .eventSerializer(serializer)
        .snapshotSerializer(serializer)
        .upcasterChain(upcasters)
    );
  }

  @Override
  protected PreparedStatement readEventData(
    Connection connection,
    String aggregateId,
    long firstSequenceNumber,
    int limit
  ) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(
      """
      SELECT %s FROM event_store.domain_events
      WHERE aggregate_id = ?::uuid AND sequence_number >= ?
      ORDER BY sequence_number LIMIT ?
      """.formatted(schema().domainEventFields())
    );
    statement.setString(1, aggregateId);
    statement.setLong(2, firstSequenceNumber);
    statement.setInt(3, limit);
    return statement;
  }

  @Override
  protected void appendEvents(List<? extends EventMessage<?>> events, Serializer serializer) {
    StagedEvents.of(CurrentUnitOfWork.get()).addAll(events);
  }

  /** There are no snapshots: aggregates are short. */
  @Override
  protected Stream<? extends DomainEventData<?>> readSnapshotData(String aggregateIdentifier) {
    return Stream.empty();
  }

  @Override
  protected Object readTimeStamp(ResultSet row, String column) throws SQLException {
    // As text, since the framework cuts a time to milliseconds but keeps a text whole.
    return row.getObject(column, OffsetDateTime.class).toInstant().toString();
  }
}
