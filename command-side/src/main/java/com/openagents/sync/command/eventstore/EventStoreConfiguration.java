package com.openagents.sync.command.eventstore;

import com.openagents.sync.api.Command;
import com.openagents.sync.platform.event.DomainEventSerializer;
import com.openagents.sync.platform.event.DomainEventUpcasters;
import com.openagents.sync.platform.event.EventMetadata;
import com.openagents.sync.platform.subjectkey.SubjectKeys;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.lock.LockFactory;
import org.axonframework.common.lock.PessimisticLockFactory;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.messaging.correlation.CorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.modelling.command.CommandTargetResolver;
import org.axonframework.modelling.command.VersionedAggregateIdentifier;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;

/**
 * Axon's parts, each declared: what its auto-configuration would choose by itself depends on what happens to be there.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(EventStoreLimits.class)
public class EventStoreConfiguration {

  private static final int LOCK_ATTEMPT_MILLISECONDS = 10;
  private static final Duration CLOCK_TICK = Duration.ofNanos(1_000);

  static {
    // It advertises at every start.
    System.setProperty("disable-axoniq-console-message", "true");
    // PostgreSQL keeps microseconds; an answer must not show more than what is stored.
    GenericEventMessage.clock = Clock.tick(Clock.systemUTC(), CLOCK_TICK);
  }

  @Bean
  FlywayMigrationInitializer eventStoreMigrations(EventStoreSchema schema) {
    return schema.migrations();
  }

  /** Without the master key nobody could read what is stored: the node stops before it serves anybody. */
  @Bean
  InitializingBean masterKeyRequired(FlywayMigrationInitializer eventStoreMigrations, SubjectKeys keys) {
    return keys::requireMaster;
  }

  @Bean
  DomainEventSerializer domainEventSerializer(SubjectKeys keys) {
    return DomainEventSerializer.create(new OpenedKeys(keys));
  }

  @Bean
  @Primary
  Serializer serializer(DomainEventSerializer serializer) {
    return serializer;
  }

  @Bean
  EventStorageEngine eventStorageEngine(DataSource database, DomainEventSerializer serializer) {
    return DenseEventStorageEngine.over(database, serializer, DomainEventUpcasters.chain());
  }

  @Bean
  EventStore eventStore(EventStorageEngine engine) {
    return EmbeddedEventStore.builder().storageEngine(engine).build();
  }

  @Bean
  TransactionManager transactionManagerOfCommands() {
    return NoTransactionManager.instance();
  }

  @Bean
  CommandBus commandBus(GroupCommit groupCommit, CorrelationDataProvider correlation) {
    SimpleCommandBus bus = SimpleCommandBus.builder()
      .transactionManager(NoTransactionManager.instance())
      .build();
    bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(correlation));
    bus.registerHandlerInterceptor(groupCommit::handle);
    return bus;
  }

  /** Commands for one aggregate take turns, so that those of one node never lose a race to each other. */
  @Bean
  LockFactory aggregateLocks(EventStoreLimits limits) {
    return PessimisticLockFactory.builder()
      .lockAttemptTimeout(LOCK_ATTEMPT_MILLISECONDS)
      .acquireAttempts((int) (limits.aggregateWaitMax().toMillis() / LOCK_ATTEMPT_MILLISECONDS))
      .build();
  }

  @Bean
  CommandTargetResolver commandTargetResolver() {
    return command -> new VersionedAggregateIdentifier((Object) ((Command) command.getPayload()).id(), null);
  }

  /** Every event says who caused it, by which mutation and command. */
  @Bean
  CorrelationDataProvider correlation() {
    return message ->
      Map.of(
        EventMetadata.ACTOR,
        message.getMetaData().get(EventMetadata.ACTOR),
        EventMetadata.ACTOR_KIND,
        message.getMetaData().get(EventMetadata.ACTOR_KIND),
        EventMetadata.MUTATION_ID,
        message.getMetaData().get(EventMetadata.MUTATION_ID),
        EventMetadata.CORRELATION_ID,
        message.getMetaData().get(EventMetadata.CORRELATION_ID),
        EventMetadata.CAUSATION_ID,
        message.getIdentifier()
      );
  }
}
