package com.openagents.sync.query.rebuild;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.testing.EventStore;
import com.openagents.sync.query.testing.Follower;
import com.openagents.sync.query.testing.RunningQuerySide;
import com.openagents.sync.query.testing.Sample;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class RebuildFailoverTest {

  private static final String OPERATORS = "agentsync.rebuild.operators=" + EventStore.ACTOR;

  private final TestDatabase database = TestDatabase.create();
  private final EventStore store = EventStore.createdIn(database);
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final RunningQuerySide first = RunningQuerySide.on(database, OPERATORS);

  @AfterEach
  void stop() {
    first.close();
  }

  @Test
  @DisplayName(
    "contract 3, 12: the node that projects and rebuilds stops amid a run: another goes on with both"
  )
  void nodeStops() throws SQLException {
    try (Connection reader = database.dataSource().getConnection()) {
      Sample sample = Sample.in(store);
      store.append(sample.message("before"));
      store.awaitProjected();
      jdbc.sql("UPDATE read.messages SET role = 'tool'").update();
      reader.setAutoCommit(false);
      // The tables can't change places before the node is gone.
      reader.createStatement().execute("SELECT FROM read.messages");
      UUID run = new Rebuilds(first).begin("{}");
      Awaitility.await().until(() -> runs("phase = 'flipping'") == 1);
      try (RunningQuerySide second = RunningQuerySide.on(database, OPERATORS)) {
        Follower follower = Follower.begun(second, sample.org());
        first.close();
        assertThat(runs("state = 'running'")).isEqualTo(1);
        store.append(sample.message("later"));
        store.awaitProjected();
        reader.rollback();
        assertThat(new Rebuilds(second).report(run).rowsDiffering()).isEqualTo(1);
        follower.requireFollows();
        assertThat(follower.rungs()).isEmpty();
      }
    }
  }

  private long runs(String condition) {
    return jdbc
      .sql("SELECT count(*) FROM rebuild.runs WHERE " + condition)
      .query(Long.class)
      .single();
  }
}
