package com.openagents.sync.command.eventstore;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts connections whose transaction takes too long. The driver has a limit for reads only, and a write to a database
 * that is frozen blocks just as well.
 */
final class Watchdog {

  private static final Logger log = LoggerFactory.getLogger(Watchdog.class);

  private static final Duration IDLE_TIME_MAX = Duration.ofSeconds(10);

  private final Duration transactionTimeMax;
  private final ScheduledThreadPoolExecutor clock = new ScheduledThreadPoolExecutor(
    1,
    Thread.ofPlatform().daemon().name("event-store-watchdog").factory()
  );

  Watchdog(Duration transactionTimeMax) {
    this.transactionTimeMax = transactionTimeMax;
    clock.setRemoveOnCancelPolicy(true);
    // Its thread comes when it is needed, and goes: a node may be stopped and started again.
    clock.setKeepAliveTime(IDLE_TIME_MAX.toMillis(), TimeUnit.MILLISECONDS);
    clock.allowCoreThreadTimeOut(true);
  }

  /** The time of one transaction, from its begin until this is closed. */
  record Watch(Future<?> end) implements AutoCloseable {
    @Override
    public void close() {
      end.cancel(false);
    }
  }

  Watch over(Connection connection) {
    return new Watch(
      clock.schedule(() -> cut(connection), transactionTimeMax.toMillis(), TimeUnit.MILLISECONDS)
    );
  }

  private void cut(Connection connection) {
    try {
      log.warn("A transaction takes longer than {}; its connection is cut", transactionTimeMax);
      connection.abort(Runnable::run);
    } catch (SQLException | RuntimeException failure) {
      log.error("A connection can't be cut", failure);
    }
  }
}
