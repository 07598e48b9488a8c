package com.openagents.sync.query.sync.erasure;

import com.openagents.sync.platform.database.SessionConnections;
import com.openagents.sync.platform.signal.BackgroundLoop;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.signal.Signals.Topic;
import com.openagents.sync.platform.signal.WakeUp;
import com.openagents.sync.query.sync.erasure.ErasureState.Done;
import com.openagents.sync.query.sync.erasure.ErasureState.Failing;
import com.openagents.sync.query.sync.erasure.ErasureState.Waiting;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;

/** Looks after each erasure, and now and then; of several nodes one at a time works. */
@Component
class ErasureSchedule extends BackgroundLoop {

  private static final Logger log = LoggerFactory.getLogger(ErasureSchedule.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  /** Signals come all the time. */
  private static final Duration LOOKS_APART = Duration.ofMillis(200);

  private static final long LOCK = 0x6572_6173_7572_65L; // any number that nobody else takes
  private static final String IS_PENDING = "SELECT EXISTS (SELECT FROM sync.erasures WHERE state <> 'done')";

  private final SessionConnections connections;
  private final JdbcClient pool;
  private final Signals signals;
  private final ErasureSettings settings;
  private final ErasureRound round;
  private final WakeUp wakeUp = new WakeUp();
  private final WakeUp stopping = new WakeUp();
  private volatile ErasureState state = new Done();
  private volatile @Nullable Connection atWork;

  ErasureSchedule(
    SessionConnections connections,
    JdbcClient pool,
    Signals signals,
    LogRedaction redaction,
    ErasureSettings settings
  ) {
    super("erasure", STOP_WITHIN);
    this.connections = connections;
    this.pool = pool;
    this.signals = signals;
    this.settings = settings;
    this.round = new ErasureRound(redaction, settings);
    signals.listen(Topic.EVENTS_PROJECTED, wakeUp::wake);
  }

  ErasureState state() {
    return state;
  }

  @Override
  protected void breakOff() {
    stopping.wake();
    wakeUp.wake();
    cancel();
  }

  @Override
  public boolean isAutoStartup() {
    return settings.enabled();
  }

  @Override
  protected void step() throws InterruptedException {
    become(look());
    stopping.await(LOOKS_APART);
    wakeUp.await(state instanceof Done ? settings.lookEvery() : settings.retryAfter());
  }

  private ErasureState look() {
    try {
      return pool.sql(IS_PENDING).query(Boolean.class).single() ? work() : new Done();
    } catch (RuntimeException | SQLException failure) {
      return new Failing(String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage()));
    }
  }

  private ErasureState work() throws SQLException {
    try (Connection connection = connections.open()) {
      connection.setNetworkTimeout(Runnable::run, Math.toIntExact(settings.rewriteWithin().toMillis()));
      JdbcClient session = JdbcClient.create(new SingleConnectionDataSource(connection, true));
      if (!session.sql("SELECT pg_try_advisory_lock(?)").param(LOCK).query(Boolean.class).single()) {
        return new Waiting("another node is at it");
      }
      atWork = connection;
      return round.run(session, () -> signals.raise(Topic.EVENTS_PROJECTED));
    } finally {
      atWork = null;
    }
  }

  private void cancel() {
    Connection connection = atWork;
    try {
      if (connection != null) {
        connections.cancel(connection);
      }
    } catch (SQLException overAnyway) {
      log.debug("Nothing to cancel", overAnyway);
    }
  }

  private void become(ErasureState next) {
    if (isRunning() && !next.equals(state)) {
      switch (next) {
        case Done _ -> log.info("Nothing is left of what was erased");
        case Waiting waiting -> log.info("What is left of erased texts goes soon: {}", waiting.reason());
        case Failing failing -> log.warn("Erasing fails, trying again: {}", failing.reason());
      }
    }
    state = next;
  }
}
