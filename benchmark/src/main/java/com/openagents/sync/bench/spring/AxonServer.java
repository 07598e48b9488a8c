package com.openagents.sync.bench.spring;

import com.fasterxml.jackson.databind.ObjectMapper;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.jdbc.UnitOfWorkAwareConnectionProviderWrapper;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.Configuration;
import org.axonframework.config.DefaultConfigurer;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.PostgresTokenTableFactory;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.modelling.command.ConcurrencyException;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.json.JacksonSerializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;

/** An application as Axon's quick start has it, with its event store and tokens in PostgreSQL by JDBC. */
public final class AxonServer {

  private AxonServer() {}

  public static void main(String... arguments) {
    System.setProperty("disable-axoniq-console-message", "true");
    Server.run(Application.class);
  }

  @org.springframework.context.annotation.Configuration(proxyBeanMethods = false)
  @Import({ WebConfiguration.class, AxonController.class })
  static class Application {

    @Bean(destroyMethod = "shutdown")
    Configuration axon(
      DataSource database,
      PlatformTransactionManager transactions,
      Messages messages,
      Sockets sockets
    ) {
      ConnectionProvider connections = new UnitOfWorkAwareConnectionProviderWrapper(
        new SpringDataSourceConnectionProvider(database)
      );
      TransactionManager transactionManager = new SpringTransactionManager(transactions);
      Serializer json = JacksonSerializer.builder().objectMapper(new ObjectMapper()).build();
      JdbcEventStorageEngine engine = engine(connections, transactionManager, json);
      JdbcTokenStore tokens = JdbcTokenStore.builder()
        .connectionProvider(connections)
        .serializer(json)
        .build();
      transactionManager.executeInTransaction(() -> {
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
        tokens.createSchema(PostgresTokenTableFactory.INSTANCE);
      });
      return DefaultConfigurer.defaultConfiguration()
        .configureTransactionManager(_ -> transactionManager)
        .configureSerializer(_ -> json)
        .configureEmbeddedEventStore(_ -> engine)
        .configureAggregate(Chat.class)
        .eventProcessing(processing ->
          processing
            .registerTokenStore(_ -> tokens)
            .registerEventHandler(_ -> new Projection(messages, sockets))
        )
        .start();
    }

    private static JdbcEventStorageEngine engine(
      ConnectionProvider connections,
      TransactionManager transactions,
      Serializer json
    ) {
      return JdbcEventStorageEngine.builder()
        .connectionProvider(connections)
        .transactionManager(transactions)
        .eventSerializer(json)
        .snapshotSerializer(json)
        .persistenceExceptionResolver(failure -> failure instanceof ConcurrencyException)
        .dataType(byte[].class)
        .build();
    }
  }
}
