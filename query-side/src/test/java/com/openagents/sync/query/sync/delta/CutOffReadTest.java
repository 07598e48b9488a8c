package com.openagents.sync.query.sync.delta;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.net.http.HttpResponse;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The database goes away in the middle of a read: its rollback fails as well. */
class CutOffReadTest {

  private static final String END_WHO_WAITS = """
  SELECT pg_terminate_backend(pid) FROM pg_stat_activity
  WHERE datname = current_database() AND wait_event_type = 'Lock'
  """;

  @ParameterizedTest
  @ValueSource(strings = { "/sync/delta?lastSyncId=0&scope=", "/sync/bootstrap?scope=" })
  void theCallerIsToldToTryAgain(String path) throws Exception {
    TestDatabase database = TestDatabase.create();
    EventStore store = EventStore.createdIn(database);
    try (RunningQuerySide app = RunningQuerySide.on(database, "agentsync.projector.poll-every=20ms")) {
      JdbcClient jdbc = JdbcClient.create(database.dataSource());
      Sample sample = Sample.in(store);
      store.awaitProjected();
      HttpResponse<String> answer = cutOff(jdbc, database, app, path + sample.org());
      assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
      assertThat(RunningQuerySide.JSON.readTree(answer.body()).path("code").asString()).isEqualTo(
        "unavailable"
      );
    }
  }

  /** What the read needs is locked, so that it stands still while its connection is ended. */
  private static HttpResponse<String> cutOff(
    JdbcClient jdbc,
    TestDatabase database,
    RunningQuerySide app,
    String path
  ) throws Exception {
    try (
      Connection connection = database.dataSource().getConnection();
      Statement statement = connection.createStatement()
    ) {
      connection.setAutoCommit(false);
      statement.execute("LOCK TABLE sync.log_head, sync.sync_events");
      var answer = CompletableFuture.supplyAsync(() -> app.get(path));
      await().until(() -> {
        jdbc
          .sql(END_WHO_WAITS)
          .query((_, _) -> true)
          .list();
        return answer.isDone();
      });
      return answer.join();
    }
  }
}
