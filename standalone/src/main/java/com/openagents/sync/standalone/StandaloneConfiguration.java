package com.openagents.sync.standalone;

import com.openagents.sync.command.CommandSide;
import com.openagents.sync.gateway.SyncGateway;
import com.openagents.sync.query.QuerySide;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.Stream;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;

/** The three parts in one context: one port, one connection pool, and signals that need no database. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ CommandSide.class, QuerySide.class, SyncGateway.class })
class StandaloneConfiguration {

  private static final String FIRST = "eventStoreMigrations";
  private static final String SECOND = "querySideMigrations";

  /** What the query side's migrations read of older events, the event store's have let it read before. */
  @Bean
  static BeanFactoryPostProcessor migrationsInOrder() {
    return beans -> {
      BeanDefinition second = beans.getBeanDefinition(SECOND);
      String[] others = Objects.requireNonNullElse(second.getDependsOn(), new String[0]);
      second.setDependsOn(Stream.concat(Stream.of(FIRST), Arrays.stream(others)).toArray(String[]::new));
    };
  }
}
