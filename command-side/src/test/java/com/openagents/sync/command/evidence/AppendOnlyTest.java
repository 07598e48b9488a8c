package com.openagents.sync.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openagents.sync.command.CommandSideApplication;
import com.openagents.sync.command.testing.Api;
import com.openagents.sync.platform.testing.SyncSchema;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.platform.testing.TestKeys;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.Banner;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The app on a database where it works by a role of its own, and somebody who got hold of that role. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AppendOnlyTest {

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  private TestDatabase database;
  private TestDatabase.Roles roles;
  private ConfigurableApplicationContext app;

  @BeforeAll
  void start() {
    database = TestDatabase.create();
    roles = database.roles();
    SyncSchema.make(roles.asApplication());
    watchTables();
    app = new SpringApplicationBuilder(CommandSideApplication.class).bannerMode(Banner.Mode.OFF).run(
      Stream.of(List.of("server.port=0"), roles.settings(), TestKeys.settings())
        .flatMap(List::stream)
        .map(setting -> "--" + setting)
        .toArray(String[]::new)
    );
    new Api(app.getEnvironment().getRequiredProperty("local.server.port", Integer.class)).newTenant();
  }

  @AfterAll
  void stop() {
    app.close();
  }

  @Test
  void theAppStoresEventsByItsRole() throws SQLException {
    try (Connection connection = roles.asApplication().dataSource().getConnection()) {
      var rows = connection
        .createStatement()
        .executeQuery("SELECT count(*), current_user::text FROM event_store.domain_events");
      rows.next();
      assertThat(rows.getLong(1)).isEqualTo(2);
      assertThat(rows.getString(2)).isEqualTo(roles.application());
    }
  }

  /** Notes of each table that comes whether the application may read it. */
  private void watchTables() {
    JdbcClient.create(database.dataSource())
      .sql(
        """
        CREATE TABLE public.tables_at_birth (name text, readable boolean);
        CREATE FUNCTION public.note_table() RETURNS event_trigger LANGUAGE plpgsql AS $$
        BEGIN
          INSERT INTO public.tables_at_birth
          SELECT object_identity, has_table_privilege('%1$s', objid, 'SELECT')
            AND has_schema_privilege('%1$s', schema_name, 'USAGE')
          FROM pg_event_trigger_ddl_commands() WHERE object_type = 'table';
        END $$;
        CREATE EVENT TRIGGER note_table ON ddl_command_end WHEN TAG IN ('CREATE TABLE')
        EXECUTE FUNCTION public.note_table()
        """.formatted(roles.application())
      )
      .update();
  }

  @Test
  void aQuerySideThatStartsMeanwhileReadsWhatIsThere() {
    assertThat(
      JdbcClient.create(database.dataSource())
        .sql("SELECT name, readable FROM public.tables_at_birth")
        .query((row, _) -> Map.entry(row.getString(1), row.getBoolean(2)))
        .list()
    )
      .contains(Map.entry("event_store.domain_events", true))
      .allMatch(Map.Entry::getValue);
  }

  @ParameterizedTest
  @ValueSource(
    strings = {
      "UPDATE event_store.domain_events SET payload = metadata",
      "DELETE FROM event_store.domain_events",
      "TRUNCATE event_store.domain_events",
      "UPDATE event_store.signed_heads SET hash = signature",
      "DELETE FROM event_store.signed_heads",
      "TRUNCATE event_store.signed_heads",
      "MERGE INTO event_store.domain_events USING event_store.head ON true WHEN MATCHED THEN DELETE",
      "INSERT INTO event_store.domain_events SELECT * FROM event_store.domain_events" +
        " ON CONFLICT (global_index) DO UPDATE SET payload = EXCLUDED.metadata",
      "ALTER TABLE event_store.domain_events DISABLE TRIGGER ALL",
      "DROP TRIGGER append_only ON event_store.domain_events",
      "DROP TABLE event_store.domain_events",
      "ALTER TABLE event_store.domain_events RENAME TO other_events",
      "CREATE TABLE event_store.other_events ()",
      "DROP SCHEMA event_store CASCADE",
      "SET session_replication_role = replica",
      "CREATE OR REPLACE FUNCTION event_store.refuse_change() RETURNS trigger LANGUAGE sql AS 'SELECT 1'",
      "UPDATE event_store.flyway_schema_history SET success = false",
    }
  )
  @DisplayName("contract 14: the application's role can append events and can't change them")
  void refusesTheApplication(String deed) throws SQLException {
    try (
      Connection connection = roles.asApplication().dataSource().getConnection();
      Statement statement = connection.createStatement()
    ) {
      assertThatThrownBy(() -> statement.execute(deed)).isInstanceOfSatisfying(SQLException.class, failure ->
        assertThat(failure.getSQLState()).as(failure.getMessage()).isEqualTo(INSUFFICIENT_PRIVILEGE)
      );
    }
  }

  @ParameterizedTest
  @ValueSource(
    strings = {
      "UPDATE event_store.domain_events SET payload = metadata",
      "DELETE FROM event_store.domain_events",
      "TRUNCATE event_store.domain_events",
    }
  )
  @DisplayName("contract 14: not even the owner changes events by mistake")
  void refusesTheOwnerToo(String deed) throws SQLException {
    try (
      Connection connection = database.dataSource().getConnection();
      Statement statement = connection.createStatement()
    ) {
      assertThatThrownBy(() -> statement.execute(deed)).hasMessageContaining("append-only");
    }
  }
}
