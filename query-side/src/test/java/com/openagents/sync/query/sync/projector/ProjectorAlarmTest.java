package com.openagents.sync.query.sync.projector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.api.message.MessageEvent.MessageEdited;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@DisplayName("A hole in the event store stops the projector with an alarm, and is never skipped")
class ProjectorAlarmTest {

  private static final String BREAK_THE_LINE_OF_WHO_GIVES_BACK = """
  CREATE FUNCTION sync.break_the_line() RETURNS trigger LANGUAGE plpgsql
    AS 'BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NEW; END';
  CREATE TRIGGER break_the_line BEFORE UPDATE ON sync.log_head
    FOR EACH ROW WHEN (NEW.lease_holder IS NULL) EXECUTE FUNCTION sync.break_the_line()
  """;

  private final TestDatabase database = TestDatabase.create();
  private final EventStore store = EventStore.createdIn(database);
  private final RunningQuerySide app = RunningQuerySide.on(database, "agentsync.projector.poll-every=50ms");
  private final LogChecks checks = LogChecks.of(database);
  private Sample sample;

  @BeforeEach
  void projectSome() {
    sample = Sample.in(store);
    checks.awaitPosition(store.lastIndex());
  }

  @AfterEach
  void stop() {
    app.close();
  }

  @Test
  @DisplayName("contract 2: a hole in the event store")
  void hole() {
    long before = store.lastIndex();
    store.appendBehindHole(sample.message("behind the hole"));

    requireHalt(
      "The event store has a hole: where event %d belongs there is event %d.".formatted(
        before + 1,
        before + 2
      )
    );
    assertThat(checks.position()).isEqualTo(before);
  }

  @Test
  @DisplayName("contract 2: an event that is counted and not there")
  void holeAtTheEnd() {
    long before = store.lastIndex();
    store.moveHead(before + 1);

    requireHalt("The event store has a hole: where event %d belongs there is nothing".formatted(before + 1));
  }

  @Test
  @DisplayName("contract 2: a store that has lost events since")
  void lost() {
    long before = store.lastIndex();
    store.moveHead(before - 1);

    requireHalt(
      "The event store ends at %d, yet events up to %d were projected".formatted(before - 1, before)
    );
  }

  @Test
  @DisplayName("contract 2: a hole that is mended; the projector goes on by itself")
  void mended() {
    long before = store.lastIndex();
    store.appendBehindHole(sample.message("behind the hole"));
    requireHalt("The event store has a hole");

    store.fillHole(sample.message("in the hole"), before + 1);

    checks.awaitPosition(before + 2);
    await().untilAsserted(() -> assertThat(app.get("/actuator/health").statusCode()).isEqualTo(200));
    checks.requireDenseChains();
  }

  @Test
  @DisplayName(
    "contract 2: a hole that is mended, though the connection broke while the lease was given back"
  )
  void mendedAfterABrokenLine() {
    JdbcClient jdbc = JdbcClient.create(database.dataSource());
    jdbc.sql(BREAK_THE_LINE_OF_WHO_GIVES_BACK).update();
    long before = store.lastIndex();
    store.appendBehindHole(sample.message("behind the hole"));
    requireHalt("The event store has a hole");

    store.fillHole(sample.message("in the hole"), before + 1);

    checks.awaitPosition(before + 2);
    checks.requireDenseChains();
  }

  private void requireHalt(String reason) {
    await().untilAsserted(() -> {
      HttpResponse<String> health = app.get("/actuator/health");
      assertThat(health.statusCode()).isEqualTo(503);
      var projector = RunningQuerySide.JSON.readTree(health.body()).at("/components/projector");
      assertThat(projector.at("/status").stringValue()).isEqualTo("DOWN");
      assertThat(projector.at("/details/state").stringValue()).isEqualTo("halted");
      assertThat(projector.at("/details/reason").stringValue()).startsWith(reason);
    });
    // What is projected can still be read.
    assertThat(app.get("/actuator/health/readiness").statusCode()).isEqualTo(200);
    assertThat(app.get("/sync/bootstrap?scope=" + sample.org()).statusCode()).isEqualTo(200);
  }
}
