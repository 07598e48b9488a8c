package com.openagents.sync.query.sync.retention;

import com.openagents.sync.platform.signal.BackgroundLoop;
import com.openagents.sync.platform.signal.WakeUp;
import com.openagents.sync.query.sync.retention.RetentionState.Failing;
import com.openagents.sync.query.sync.retention.RetentionState.Idle;
import com.openagents.sync.query.sync.retention.RetentionState.Keeping;
import com.openagents.sync.query.sync.retention.RetentionState.Waiting;
import java.sql.SQLException;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;

/** Looks now and then. */
@Component
class RetentionSchedule extends BackgroundLoop {

  private static final Logger log = LoggerFactory.getLogger(RetentionSchedule.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
  private static final String LOCK_NOT_AVAILABLE = "55P03";

  private final Retention retention;
  private final RetentionSettings settings;
  private final WakeUp stopping = new WakeUp();
  private volatile RetentionState state = new Idle();

  RetentionSchedule(Retention retention, RetentionSettings settings) {
    super("retention", STOP_WITHIN);
    this.retention = retention;
    this.settings = settings;
  }

  RetentionState state() {
    return state;
  }

  @Override
  protected void breakOff() {
    stopping.wake();
    retention.cancel();
  }

  @Override
  public boolean isAutoStartup() {
    return settings.enabled();
  }

  @Override
  protected void step() throws InterruptedException {
    look();
    stopping.await(settings.lookEvery());
  }

  private void look() {
    try {
      int dropped = retention.look();
      if (dropped > 0) {
        log.info("Dropped {} partitions of the sync log", dropped);
      }
      state = new Keeping();
    } catch (RuntimeException failure) {
      if (isRunning()) {
        become(after(failure), failure);
      }
    }
  }

  private static RetentionState after(RuntimeException failure) {
    Throwable cause = NestedExceptionUtils.getMostSpecificCause(failure);
    String reason = String.valueOf(cause.getMessage());
    return cause instanceof SQLException sql && LOCK_NOT_AVAILABLE.equals(sql.getSQLState())
      ? new Waiting(reason)
      : new Failing(reason);
  }

  private void become(RetentionState next, RuntimeException failure) {
    if (!next.equals(state)) {
      switch (next) {
        case Waiting waiting -> log.info("Retention goes on at its next look: {}", waiting.reason());
        default -> log.warn("Retention fails, trying again at its next look", failure);
      }
      state = next;
    }
  }
}
