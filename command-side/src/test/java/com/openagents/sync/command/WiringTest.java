package com.openagents.sync.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.command.testing.CommandSideServer;
import com.openagents.sync.platform.event.DomainEventSerializer;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.common.transaction.NoTransactionManager;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventBus;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.Repository;
import org.axonframework.serialization.Serializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;
import org.springframework.core.env.Environment;

/** What the framework's auto-configuration made of our beans, which it does quietly. */
@CommandSideServer
class WiringTest {

  @Autowired
  private ApplicationContext context;

  @Test
  void engineIsOurs() {
    assertThat(context.getBean(EventStorageEngine.class).getClass().getSimpleName()).isEqualTo(
      "DenseEventStorageEngine"
    );
    assertThat(context.getBean(EventStore.class)).isExactlyInstanceOf(EmbeddedEventStore.class);
    assertThat(context.getBeansOfType(EventBus.class)).hasSize(1);
  }

  @Test
  void commandsRunInTheCallersThread() {
    assertThat(context.getBeansOfType(CommandBus.class).values())
      .singleElement()
      .isExactlyInstanceOf(SimpleCommandBus.class);
  }

  @Test
  void groupAppenderKeepsTheOnlyTransactions() {
    assertThat(context.getBean(TransactionManager.class)).isSameAs(NoTransactionManager.INSTANCE);
  }

  @Test
  void eventsAreStoredByTheirApprovedNames() {
    assertThat(context.getBean(Serializer.class)).isExactlyInstanceOf(DomainEventSerializer.class);
    assertThat(context.getBean("eventSerializer")).isExactlyInstanceOf(DomainEventSerializer.class);
  }

  @Test
  void nothingFollowsTheFrameworksTail() {
    assertThat(context.getBeansOfType(TokenStore.class)).isEmpty();
    assertThat(context.getBean(EventProcessingConfiguration.class).eventProcessors()).isEmpty();
  }

  @Test
  void aggregatesAreThoseOfTheFeatures() {
    assertThat(context.getBeansOfType(Repository.class).keySet()).containsExactlyInAnyOrder(
      "orgRepository",
      "agentRepository",
      "messageRepository",
      "reasoningStepRepository",
      "codeChangeRepository",
      "erasureRepository",
      "accountRepository",
      "paymentRepository"
    );
  }

  @ParameterizedTest
  @ValueSource(strings = { "axonserver", "updatechecker", "xstream" })
  void isNotThere(String part) {
    assertThat(
      Stream.of(context.getBeanDefinitionNames()).filter(name -> name.toLowerCase(Locale.ROOT).contains(part))
    ).isEmpty();
  }

  @Test
  void defaultsAreLoaded(@Autowired Environment environment) {
    Map<String, String> expected = Map.of(
      "server.address",
      "127.0.0.1",
      "server.shutdown",
      "graceful",
      "spring.threads.virtual.enabled",
      "true",
      "axon.timeout.enabled",
      "false"
    );
    assertThat(expected).allSatisfy((name, value) ->
      assertThat(environment.getProperty(name)).isEqualTo(value)
    );
  }
}
