package com.openagents.sync.command;

import static com.openagents.sync.api.rejection.RejectionCode.UNAVAILABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.command.testing.Answer;
import com.openagents.sync.command.testing.Api;
import com.openagents.sync.command.testing.Api.Tenant;
import com.openagents.sync.command.testing.BadCall;
import com.openagents.sync.command.testing.Call;
import com.openagents.sync.command.testing.CommandSideServer;
import com.openagents.sync.command.testing.Crowd;
import com.openagents.sync.command.testing.Outage;
import com.openagents.sync.command.testing.RunningApp;
import com.openagents.sync.command.testing.StoredEvents;
import com.openagents.sync.platform.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;

@CommandSideServer
class BrokenConnectionsTest {

  private static final int THREADS = 8;
  private static final int BREAKS = 8;

  @LocalServerPort
  private int port;

  @Value("${spring.datasource.url}")
  private String databaseUrl = "";

  @Autowired
  private StoredEvents stored;

  private final AtomicInteger answered = new AtomicInteger();

  @Test
  @DisplayName(
    "contract 1, 9: while connections break, calls are answered or unavailable, and take effect once"
  )
  void callersTryAgain() {
    Tenant tenant = new Api(port).newTenant();
    UUID message = tenant.post("hello").id();
    Future<Boolean> breaking = Crowd.start(this::breakNowAndThen);
    int edits = Crowd.atOnce(THREADS, thread -> editUntil(breaking, tenant, message, thread))
      .stream()
      .mapToInt(Integer::intValue)
      .sum();
    assertThat(Crowd.result(breaking)).isTrue();
    List<StoredEvents.Event> events = stored.of(message);
    assertThat(events).hasSize(1 + edits);
    assertThat(events)
      .extracting(event -> event.metadata().path("mutation_id").asString())
      .doesNotHaveDuplicates();
  }

  @Test
  @DisplayName(
    "while an aggregate is loaded: the framework wraps what is wrong, and it is unavailable all the same"
  )
  void whileAnAggregateIsLoaded() throws SQLException {
    try (RunningApp first = RunningApp.start(); RunningApp fresh = first.startAnother()) {
      Tenant tenant = first.api().newTenant().at(fresh.api());
      Outage outage = Outage.of(first.database());
      try (
        Connection holder = first.database().dataSource().getConnection();
        Statement statement = holder.createStatement()
      ) {
        holder.setAutoCommit(false);
        // What its events say is sealed by keys that this app has not read yet.
        statement.execute("LOCK TABLE event_store.subject_keys");
        Call rename = Call.of("PATCH", "/api/agent/" + tenant.agent()).json("{\"name\":\"Ada\"}");
        Future<Answer> answer = Crowd.start(() -> tenant.send(rename));
        await()
          .pollInSameThread()
          .until(() -> {
            outage.terminateWhoWaitsForALock();
            return answer.isDone();
          });
        new BadCall("", rename, UNAVAILABLE).check(Crowd.result(answer));
      }
    }
  }

  private boolean breakNowAndThen() {
    Outage outage = Outage.of(new TestDatabase(databaseUrl));
    for (int number = 0; number < BREAKS; number++) {
      int seen = answered.get();
      await().until(() -> answered.get() > seen);
      outage.terminateBackends();
    }
    return true;
  }

  private int editUntil(Future<?> end, Tenant tenant, UUID message, int thread) {
    int edits = 0;
    while (!end.isDone()) {
      edits++;
      editPersistently(
        tenant,
        Call.of("PATCH", "/api/message/" + message)
          .json("{\"content\":\"edit %d of %d\"}".formatted(edits, thread))
          .key(UUID.randomUUID().toString())
          .async()
      );
    }
    return edits;
  }

  private void editPersistently(Tenant tenant, Call call) {
    Answer answer = tenant.send(call);
    while (answer.status() != 202) {
      new BadCall("", call, UNAVAILABLE).check(answer);
      answer = tenant.send(call);
    }
    answered.incrementAndGet();
  }
}
