package com.openagents.sync.command.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.evidence.Chain;
import com.openagents.sync.platform.evidence.ChainedEvent;
import com.openagents.sync.platform.testing.TestDatabase;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A store from before there was a chain. */
class ChainMigrationTest {

  private static final int EVENTS = 50;

  /** An event and the hash that the migration gave it. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
  private record Migrated(ChainedEvent event, byte[] hash) {}

  @Test
  @DisplayName("contract 14: the migration chains what was stored before as the store chains new events")
  void chainsWhatIsThere() {
    TestDatabase database = TestDatabase.create();
    flyway(database).target("2").load().migrate();
    JdbcClient jdbc = JdbcClient.create(database.dataSource());
    jdbc
      .sql(
        """
        INSERT INTO event_store.domain_events
        SELECT number, gen_random_uuid(), 'Übung', gen_random_uuid(), number % 3, 'Posted' || number, '1',
          convert_to(repeat('é', number), 'UTF8'), ''::bytea,
          timestamptz '1999-12-31 23:59:59.999999Z' + number * interval '1.000001 seconds' - (number % 2) * interval '40 years',
          gen_random_uuid()
        FROM generate_series(1, ?) AS number
        """
      )
      .param(EVENTS)
      .update();
    jdbc.sql("UPDATE event_store.head SET last_index = ?").param(EVENTS).update();
    flyway(database).load().migrate();
    List<Migrated> events = jdbc
      .sql("SELECT * FROM event_store.domain_events ORDER BY global_index")
      .query(ChainMigrationTest::migrated)
      .list();
    assertThat(events).hasSize(EVENTS);
    byte[] hash = Chain.beginning();
    for (Migrated each : events) {
      hash = Chain.link(hash, Chain.leaf(each.event()));
      assertThat(each.hash()).as("event %d", each.event().globalIndex()).isEqualTo(hash);
    }
    assertThat(jdbc.sql("SELECT last_hash FROM event_store.head").query(byte[].class).single()).isEqualTo(
      hash
    );
  }

  @Test
  @DisplayName("contract 14: an empty store begins the chain")
  void beginsTheChain() {
    TestDatabase database = TestDatabase.create();
    flyway(database).load().migrate();
    assertThat(
      JdbcClient.create(database.dataSource())
        .sql("SELECT last_hash FROM event_store.head")
        .query(byte[].class)
        .single()
    ).isEqualTo(Chain.beginning());
  }

  private static FluentConfiguration flyway(TestDatabase database) {
    return Flyway.configure()
      .dataSource(database.dataSource())
      .locations("classpath:db/command-side")
      .defaultSchema("event_store")
      .schemas("event_store");
  }

  private static Migrated migrated(ResultSet row, int number) throws SQLException {
    return new Migrated(
      new ChainedEvent(
        row.getLong("global_index"),
        row.getObject("event_id", UUID.class),
        row.getString("aggregate_type"),
        row.getObject("aggregate_id", UUID.class),
        row.getLong("sequence_number"),
        row.getObject("org_id", UUID.class),
        row.getString("payload_type"),
        row.getString("payload_revision"),
        row.getBytes("payload"),
        row.getBytes("metadata"),
        row.getObject("created_at", OffsetDateTime.class).toInstant()
      ),
      row.getBytes("hash")
    );
  }
}
