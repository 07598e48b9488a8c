package com.openagents.sync.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.openagents.sync.command.testing.Answer;
import com.openagents.sync.command.testing.Api.Tenant;
import com.openagents.sync.command.testing.Call;
import com.openagents.sync.command.testing.RunningApp;
import com.openagents.sync.command.testing.StoredEvents;
import com.openagents.sync.platform.subjectkey.SubjectKeys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Two nodes that don't hear of each other: each may hold a key that is destroyed by now. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SealedTextsTest {

  private static final String DEAF = "--agentsync.signals.between-processes=false";

  private final RunningApp first = RunningApp.start(DEAF);
  private final RunningApp second = first.startAnother(DEAF);
  private final StoredEvents stored = first.context().getBean(StoredEvents.class);
  private final JdbcClient jdbc = JdbcClient.create(first.database().dataSource());

  @AfterAll
  void stop() {
    second.close();
    first.close();
  }

  @Test
  void neitherEventsNorAnswersHoldWhatWasWritten() {
    Tenant tenant = first.api().newTenant();
    Answer posted = tenant.post("written by hand");
    assertThat(posted.text("content")).isEqualTo("written by hand");
    assertThat(stored.of(posted.id()).getFirst().payload().path("content").asString()).isEqualTo(
      "written by hand"
    );
    assertThat(rowsWith("written by hand")).isZero();
    assertThat(
      jdbc
        .sql("SELECT count(*) FROM event_store.subject_keys WHERE org_id = ?")
        .param(tenant.org())
        .query(Long.class)
        .single()
    ).isOne();
  }

  @Test
  @DisplayName("A node that did not hear of an erasure stores nothing with the destroyed key")
  void staleNodeSealsAnew() {
    Tenant tenant = first.api().newTenant();
    Tenant atSecond = tenant.at(second.api());
    Answer before = atSecond.post("before");
    assertThat(erase(tenant).status()).isEqualTo(202);
    Answer after = atSecond.post("after");
    assertThat(after.text("content")).isEqualTo("after");
    assertThat(stored.of(before.id()).getFirst().payload().path("content").asString()).isEqualTo("[erased]");
    assertThat(stored.of(after.id()).getFirst().payload().path("content").asString()).isEqualTo("after");
    assertThat(
      jdbc
        .sql("SELECT count(*) FROM event_store.subject_keys WHERE org_id = ? AND wrapped IS NOT NULL")
        .param(tenant.org())
        .query(Long.class)
        .single()
    ).isOne();
  }

  @Test
  @DisplayName("contract 9: a mutation whose text is erased is still answered as before, but for the text")
  void repeatAfterErasure() {
    Tenant tenant = first.api().newTenant();
    String key = UUID.randomUUID().toString();
    Call post = Call.of("POST", "/api/message").json(tenant.messageOf("once")).key(key).async();
    Answer answer = tenant.send(post);
    assertThat(tenant.send(post).body()).isEqualTo(answer.body());
    Call other = Call.of("POST", "/api/message").json(tenant.messageOf("another")).key(key).async();
    assertThat(tenant.send(other).status()).isEqualTo(422);
    erase(tenant);
    Answer again = tenant.send(post);
    assertThat(again.status()).isEqualTo(202);
    assertThat(again.id()).isEqualTo(answer.id());
    assertThat(again.text("content")).isEqualTo("[erased]");
    Call elsewhere = Call.of("POST", "/api/reasoning").json(stepOf(tenant)).key(key).async();
    assertThat(tenant.send(elsewhere).status()).isEqualTo(422);
  }

  @Test
  void erasedAggregatesWorkOn() {
    Tenant tenant = first.api().newTenant();
    Answer posted = tenant.post("first");
    erase(tenant);
    Answer edited = tenant.mutate("PATCH", "/api/message/" + posted.id(), "{\"content\":\"second\"}");
    assertThat(edited.text("content")).isEqualTo("second");
    Answer renamed = tenant.mutate("PATCH", "/api/agent/" + tenant.agent(), "{\"name\":\"newcomer\"}");
    assertThat(renamed.text("name")).isEqualTo("newcomer");
  }

  @Test
  @DisplayName("Nothing starts without the master key, or with another one")
  void masterKey() throws IOException {
    first.api().newTenant();
    Path missing = Files.createTempDirectory("no-key").resolve("master.key");
    assertThatThrownBy(() -> startWith(missing)).hasStackTraceContaining("is missing");
    assertThat(missing).doesNotExist();
    Path another = Files.writeString(missing.resolveSibling("another.key"), "0f".repeat(32));
    assertThatThrownBy(() -> startWith(another)).hasStackTraceContaining("is not the one of this database");
    Path damaged = Files.writeString(missing.resolveSibling("damaged.key"), "nothing");
    assertThatThrownBy(() -> startWith(damaged)).hasStackTraceContaining("holds no master key");
  }

  @Test
  void destroyedKeysLeaveTheFiles() {
    Tenant tenant = first.api().newTenant();
    erase(tenant);
    Awaitility.await().until(() ->
      jdbc
        .sql(
          "SELECT bool_and(gone_at IS NOT NULL) FROM event_store.subject_keys WHERE org_id = ? AND wrapped IS NULL"
        )
        .param(tenant.org())
        .query(Boolean.class)
        .single()
    );
    assertThat(first.context().getBean(SubjectKeys.class).isKnown(tenant.org(), tenant.user())).isTrue();
  }

  private void startWith(Path masterKey) {
    first.startAnother(DEAF, "--agentsync.subject-keys.master-key-file=" + masterKey).close();
  }

  private static Answer erase(Tenant tenant) {
    return tenant.mutate(
      "POST",
      "/api/erasure",
      "{\"org_id\":\"%s\",\"subject\":\"%s\"}".formatted(tenant.org(), tenant.user())
    );
  }

  private static String stepOf(Tenant tenant) {
    return "{\"agent_id\":\"%s\",\"thought\":\"hm\"}".formatted(tenant.agent());
  }

  private long rowsWith(String text) {
    return jdbc
      .sql(
        """
        SELECT (SELECT count(*) FROM event_store.domain_events WHERE position(?::bytea IN payload) > 0)
          + (SELECT count(*) FROM event_store.mutations WHERE position(? IN mutations::text) > 0)
        """
      )
      .params(text.getBytes(StandardCharsets.UTF_8), text)
      .query(Long.class)
      .single();
  }
}
