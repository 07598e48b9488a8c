package com.openagents.sync.command.eventstore;

import com.openagents.sync.platform.database.Migrations;
import java.util.Optional;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.flyway.autoconfigure.FlywayMigrationInitializer;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Makes the event store, and leaves its application the privileges that it needs: to append, not to change. */
@Component
class EventStoreSchema {

  private static final String OWNER = "command-side";
  private static final String SCHEMA = "event_store";
  private static final long LOCK = 0x6167_656e_7473_7970L; // any number that nobody else takes

  private final DataSource application;
  private final JdbcConnectionDetails details;
  private final Optional<EventStoreOwner> owner;

  EventStoreSchema(
    DataSource application,
    JdbcConnectionDetails details,
    ObjectProvider<EventStoreOwner> given,
    Environment environment
  ) {
    this.application = application;
    this.details = details;
    this.owner = Optional.<EventStoreOwner>ofNullable(given.getIfAvailable()).or(() ->
      environment.containsProperty(EventStoreOwner.Configured.USERNAME)
        ? Optional.of(EventStoreOwner.Configured.in(environment))
        : Optional.empty()
    );
  }

  FlywayMigrationInitializer migrations() {
    DataSource database = owner();
    return Migrations.of(
      database,
      OWNER,
      flyway -> {
        owner.ifPresent(_ -> grant(database, EventStoreSchema::readable));
        flyway.migrate();
        owner.ifPresent(_ -> grant(database, EventStoreSchema::privileges));
      },
      SCHEMA
    );
  }

  /** The database as the event store's owner sees it. */
  DataSource owner() {
    return owner
      .<DataSource>map(role ->
        new DriverManagerDataSource(details.getJdbcUrl(), role.username(), role.password())
      )
      .orElse(application);
  }

  private void grant(DataSource database, UnaryOperator<String> privileges) {
    String role = JdbcClient.create(application)
      .sql("SELECT quote_ident(current_user)")
      .query(String.class)
      .single();
    JdbcClient jdbc = JdbcClient.create(database);
    new TransactionTemplate(new JdbcTransactionManager(database)).executeWithoutResult(_ -> {
      jdbc.sql("SELECT pg_advisory_xact_lock(?)").param(LOCK).query().listOfRows();
      // At once, so that no node that works meanwhile ever lacks what it had.
      jdbc.sql(privileges.apply(role)).update();
    });
  }

  /** A query side that starts meanwhile reads each table from the moment it finds it. */
  private static String readable(String role) {
    return """
    CREATE SCHEMA IF NOT EXISTS event_store;
    GRANT USAGE ON SCHEMA event_store TO %1$s;
    ALTER DEFAULT PRIVILEGES IN SCHEMA event_store GRANT SELECT ON TABLES TO %1$s
    """.formatted(role);
  }

  private static String privileges(String role) {
    return """
    GRANT SELECT, INSERT, UPDATE, DELETE, MAINTAIN ON ALL TABLES IN SCHEMA event_store TO %1$s;
    REVOKE UPDATE, DELETE, TRUNCATE, MAINTAIN ON event_store.domain_events, event_store.signed_heads FROM %1$s;
    REVOKE INSERT, UPDATE, DELETE ON event_store.flyway_schema_history FROM %1$s
    """.formatted(role);
  }
}
