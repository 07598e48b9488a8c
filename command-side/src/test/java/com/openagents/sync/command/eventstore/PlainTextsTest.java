package com.openagents.sync.command.eventstore;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.message.MessageRole;
import com.openagents.sync.command.testing.RunningApp;
import com.openagents.sync.command.testing.StoredEvents;
import com.openagents.sync.platform.event.DomainEventSerializer;
import com.openagents.sync.platform.testing.SyncSchema;
import com.openagents.sync.platform.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.UUID;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A store of the time before texts were sealed. */
class PlainTextsTest {

  private static final String LAST_PLAIN_VERSION = "2";
  private static final String TEXT = "written long ago";
  private static final UUID ORG = UUID.randomUUID();
  private static final UUID AGENT = UUID.randomUUID();
  private static final UUID MESSAGE = UUID.randomUUID();

  private final TestDatabase database = TestDatabase.create();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());

  @TempDir
  private Path folder;

  @Test
  @DisplayName("What was stored in plain text is sealed at the first start, and still read")
  void sealedAtTheFirstStart() {
    storePlain();
    assertThat(rowsWithText()).isEqualTo(2);
    try (RunningApp app = RunningApp.startOn(database, folder.resolve("issuer.jwk"))) {
      assertThat(rowsWithText()).isZero();
      StoredEvents stored = app.context().getBean(StoredEvents.class);
      assertThat(stored.of(MESSAGE).getFirst().payload().path("content").asString()).isEqualTo(TEXT);
      FirstAnswer first = app.context().getBean(MutationLedger.class).find("long ago").orElseThrow();
      assertThat(first.record()).contains(TEXT);
      assertThat(first.fingerprint()).isEqualTo("f00d");
      assertThat(
        jdbc.sql("SELECT last_index FROM event_store.plain_texts").query(Long.class).single()
      ).isZero();
    }
    try (RunningApp again = RunningApp.startOn(database, folder.resolve("issuer.jwk"))) {
      assertThat(again.context().getBean(StoredEvents.class).of(MESSAGE)).hasSize(1);
    }
  }

  private void storePlain() {
    SyncSchema.make(database);
    Flyway.configure()
      .dataSource(database.dataSource())
      .locations("classpath:db/command-side")
      .defaultSchema("event_store")
      .schemas("event_store")
      .target(LAST_PLAIN_VERSION)
      .load()
      .migrate();
    byte[] payload = DomainEventSerializer.create()
      .serialize(new MessagePosted(MESSAGE, AGENT, ORG, MessageRole.USER, TEXT), byte[].class)
      .getData();
    jdbc
      .sql(
        """
        INSERT INTO event_store.domain_events
          (global_index, event_id, aggregate_type, aggregate_id, sequence_number, org_id, payload_type,
           payload_revision, payload, metadata, created_at)
        VALUES (1, gen_random_uuid(), 'Message', ?, 0, ?, 'MessagePosted', '1', ?, ?, now())
        """
      )
      .params(MESSAGE, ORG, payload, "{\"actor\":\"alice\"}".getBytes(StandardCharsets.UTF_8))
      .update();
    jdbc
      .sql(
        """
        INSERT INTO event_store.mutations (mutation_id, fingerprint, answer, first_index, last_index)
        VALUES ('long ago', 'f00d', ?, 1, 1)
        """
      )
      .param("{\"id\":\"%s\",\"org_id\":\"%s\",\"content\":\"%s\"}".formatted(MESSAGE, ORG, TEXT))
      .update();
    jdbc.sql("UPDATE event_store.head SET last_index = 1").update();
  }

  private long rowsWithText() {
    return jdbc
      .sql(
        """
        SELECT (SELECT count(*) FROM event_store.domain_events WHERE position(?::bytea IN payload) > 0)
          + (SELECT count(*) FROM event_store.mutations WHERE position(? IN mutations::text) > 0)
        """
      )
      .params(TEXT.getBytes(StandardCharsets.UTF_8), TEXT)
      .query(Long.class)
      .single();
  }
}
