package com.openagents.sync.platform.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.platform.database.SessionConnections;
import com.openagents.sync.platform.signal.Signals.Topic;
import com.openagents.sync.platform.testing.TestDatabase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Signals between processes, which here are several in one. */
class PostgresSignalsTest {

  private static final int SIGNALS = 1_000;

  private final TestDatabase database = TestDatabase.create();
  private final JdbcClient jdbc = JdbcClient.create(database.dataSource());
  private final List<PostgresSignals> running = new ArrayList<>();

  /** One process, counting what it hears of each topic. */
  private record Process(Signals signals, AtomicInteger appended, AtomicInteger projected) {}

  @AfterEach
  void stop() {
    running.forEach(PostgresSignals::stop);
    // Ends what waits for notifications.
    terminateListeners();
  }

  @Test
  void signalReachesTheOtherProcesses() {
    Process sender = process();
    Process near = process();
    Process far = process();
    int before = near.projected().get();
    sender.signals().raise(Topic.EVENTS_APPENDED);
    await().until(() -> near.appended().get() == 2 && far.appended().get() == 2);
    assertThat(near.projected()).hasValue(before);
  }

  @Test
  void senderHearsItsOwnSignalOnce() {
    Process sender = process();
    Process other = process();
    sender.signals().raise(Topic.EVENTS_APPENDED);
    await().until(() -> other.appended().get() == 2);
    other.signals().raise(Topic.EVENTS_PROJECTED);
    await().until(() -> sender.projected().get() == 2);
    assertThat(sender.appended()).hasValue(2);
  }

  @Test
  void manySignalsTravelAsFew() {
    Process sender = process();
    Process other = process();
    for (int number = 0; number < SIGNALS; number++) {
      sender.signals().raise(Topic.EVENTS_APPENDED);
    }
    sender.signals().raise(Topic.EVENTS_PROJECTED);
    await().until(() -> other.projected().get() == 2);
    assertThat(sender.appended()).hasValue(1 + SIGNALS);
    assertThat(other.appended().get()).isBetween(2, SIGNALS / 2);
  }

  @Test
  void brokenListenerListensAgainAndTellsWhatItMayHaveMissed() {
    Process other = process();
    Process sender = process();
    terminateListeners();
    await().until(() -> other.appended().get() == 2 && other.projected().get() == 2);
    sender.signals().raise(Topic.EVENTS_APPENDED);
    await().until(() -> other.appended().get() >= 3);
  }

  /** A process that listens already: it tells its own listeners of everything once when it begins. */
  private Process process() {
    Process process = new Process(new Signals(), new AtomicInteger(), new AtomicInteger());
    process.signals().listen(Topic.EVENTS_APPENDED, process.appended()::incrementAndGet);
    process.signals().listen(Topic.EVENTS_PROJECTED, process.projected()::incrementAndGet);
    PostgresSignals carrier = new PostgresSignals(
      process.signals(),
      jdbc,
      new SessionConnections(new Details(database))
    );
    carrier.start();
    running.add(carrier);
    await().until(() -> process.appended().get() == 1 && process.projected().get() == 1);
    return process;
  }

  private void terminateListeners() {
    jdbc
      .sql(
        """
        SELECT pg_terminate_backend(pid) FROM pg_stat_activity
        WHERE datname = current_database() AND query LIKE 'LISTEN%'
        """
      )
      .query((_, _) -> true)
      .list();
  }

  private record Details(TestDatabase database) implements JdbcConnectionDetails {
    @Override
    public String getJdbcUrl() {
      return database.jdbcUrl();
    }

    @Override
    public String getUsername() {
      return Objects.requireNonNull(source().getUser());
    }

    @Override
    public String getPassword() {
      return Objects.requireNonNullElse(source().getPassword(), "");
    }

    private PGSimpleDataSource source() {
      return (PGSimpleDataSource) database.dataSource();
    }
  }
}
