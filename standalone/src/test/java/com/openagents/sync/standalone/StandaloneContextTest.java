package com.openagents.sync.standalone;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.event.DomainEventSerializer;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.testing.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.Locale;
import javax.sql.DataSource;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/** What is really in the context: auto-configuration that sees no database yet would quietly choose otherwise. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class StandaloneContextTest {

  private ConfigurableApplicationContext context;

  @BeforeAll
  void start(@TempDir Path folder) {
    context = SpringApplication.run(
      StandaloneConfiguration.class,
      "--server.port=0",
      "--spring.datasource.url=" + TestDatabase.create().jdbcUrl(),
      "--agentsync.dev-issuer.key-file=" + folder.resolve("key.jwk"),
      "--agentsync.subject-keys.master-key-file=" + folder.resolve("master.key"),
      "--logging.file.name=" + folder.resolve("agentsync.log")
    );
  }

  @AfterAll
  void stop() {
    context.close();
  }

  @Test
  void eventsGoToTheDenseStore() {
    assertThat(context.getBean(EventStore.class)).isExactlyInstanceOf(EmbeddedEventStore.class);
    assertThat(context.getBean(EventStorageEngine.class).getClass().getSimpleName()).isEqualTo(
      "DenseEventStorageEngine"
    );
    assertThat(context.getBean(Serializer.class)).isInstanceOf(DomainEventSerializer.class);
  }

  @Test
  void commandsRunWithoutATransactionOfTheirOwn() {
    assertThat(context.getBean(CommandBus.class)).isExactlyInstanceOf(SimpleCommandBus.class);
    assertThat(context.getBean(TransactionManager.class)).isInstanceOf(NoTransactionManager.class);
    assertThat(context.getBean(PlatformTransactionManager.class)).isInstanceOf(JdbcTransactionManager.class);
  }

  @Test
  void thePartsShareOnePoolAndSignalEachOtherDirectly() {
    assertThat(context.getBean(DataSource.class)).isInstanceOf(HikariDataSource.class);
    assertThat(context.getBean(Signals.class)).isNotNull();
    assertThat(context.getBeanNamesForType(Signals.class)).hasSize(1);
    assertThat(context.getBeanDefinitionNames()).noneMatch(name ->
      name.toLowerCase(Locale.ROOT).contains("postgressignals")
    );
  }

  @Test
  void nothingPhonesHome() {
    assertThat(context.getBeanDefinitionNames()).noneMatch(name -> name.contains("UpdateChecker"));
  }
}
