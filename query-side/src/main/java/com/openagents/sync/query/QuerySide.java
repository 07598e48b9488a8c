package com.openagents.sync.query;

import com.openagents.sync.platform.Platform;
import com.openagents.sync.platform.database.Migrations;
import com.openagents.sync.platform.subjectkey.SubjectKeysConfiguration;
import javax.sql.DataSource;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FullyQualifiedAnnotationBeanNameGenerator;
import org.springframework.context.annotation.Import;

/** Everything of this part, to run alone or beside the others in one JVM. */
@Configuration(proxyBeanMethods = false)
@ComponentScan(
  nameGenerator = FullyQualifiedAnnotationBeanNameGenerator.class, // no clash with the other parts' beans
  excludeFilters = @Filter(SpringBootConfiguration.class)
)
@ConfigurationPropertiesScan
@Import({ Platform.class, SubjectKeysConfiguration.class })
public class QuerySide {

  @Bean
  FlywayMigrationInitializer querySideMigrations(DataSource dataSource) {
    return Migrations.of(dataSource, "query-side", "sync", "read");
  }
}
