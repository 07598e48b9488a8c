package com.openagents.sync.query.sync.projector;

import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.signal.Signals.Topic;
import com.openagents.sync.platform.signal.WakeUp;
import com.openagents.sync.query.sync.projector.ProjectorState.Following;
import com.openagents.sync.query.sync.projector.ProjectorState.Halted;
import com.openagents.sync.query.sync.projector.ProjectorState.Idle;
import com.openagents.sync.query.sync.projector.ProjectorState.Waiting;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Follows the event store with one thread: batch after batch while there are events, then asleep until a signal or the
 * next look. Several nodes may run one each; the head's lock lets one at a time project.
 */
@Component
class Projector implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Projector.class);
  private static final Duration RETRY_AFTER_MIN = Duration.ofMillis(100);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final BatchProjection projection;
  private final Signals signals;
  private final ProjectorSettings settings;
  private final WakeUp eventsAppended = new WakeUp();
  private volatile CountDownLatch stopping = new CountDownLatch(0);
  private volatile ProjectorState state = new Idle();
  private Thread thread = new Thread();
  private Duration retryAfter = RETRY_AFTER_MIN;
  private int oneByOne; // events that go in a batch each, since together they failed

  Projector(BatchProjection projection, Signals signals, ProjectorSettings settings) {
    this.projection = projection;
    this.signals = signals;
    this.settings = settings;
    signals.listen(Topic.EVENTS_APPENDED, eventsAppended::wake);
  }

  ProjectorState state() {
    return state;
  }

  @Override
  public void start() {
    stopping = new CountDownLatch(1);
    thread = Thread.ofPlatform().name("projector").start(this::run);
  }

  @Override
  public void stop() {
    stopping.countDown();
    eventsAppended.wake();
    try {
      // Not interrupted: the batch in hand may still commit.
      thread.join(STOP_WITHIN);
    } catch (InterruptedException impatient) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isAutoStartup() {
    return settings.enabled();
  }

  @Override
  public boolean isRunning() {
    return stopping.getCount() > 0;
  }

  /** Before the web server begins to listen, and after it has drained: calls in hand still wait for projections. */
  @Override
  public int getPhase() {
    return 0;
  }

  private void run() {
    try {
      while (isRunning()) {
        step();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (ProjectionHalted alarm) {
      halt(alarm);
    } catch (RuntimeException | Error unforeseen) {
      halt(unforeseen);
      throw unforeseen;
    }
  }

  private void step() throws InterruptedException {
    try {
      int projected = projection.next(oneByOne > 0 ? 1 : settings.batchEventsMax());
      oneByOne = Math.max(0, oneByOne - projected);
      follow();
      if (projected == 0) {
        eventsAppended.await(settings.pollEvery());
      } else {
        signals.raise(Topic.EVENTS_PROJECTED);
      }
    } catch (ProjectionHalted alarm) {
      throw alarm;
    } catch (DataIntegrityViolationException unwritable) {
      narrowDown(unwritable);
    } catch (RuntimeException away) {
      retryLater(away);
    }
  }

  private void follow() {
    if (state instanceof Waiting) {
      log.info("The projector goes on.");
    }
    state = new Following();
    retryAfter = RETRY_AFTER_MIN;
  }

  /** The events of the failed batch are projected one by one, until the one that can't be written is first. */
  private void narrowDown(DataIntegrityViolationException unwritable) {
    if (oneByOne > 0) {
      throw new ProjectionHalted(
        "The next event can't be written: " +
          NestedExceptionUtils.getMostSpecificCause(unwritable).getMessage(),
        unwritable
      );
    }
    oneByOne = settings.batchEventsMax();
  }

  private void retryLater(RuntimeException away) throws InterruptedException {
    String reason = String.valueOf(NestedExceptionUtils.getMostSpecificCause(away).getMessage());
    if (!state.equals(new Waiting(reason))) {
      log.warn("The projector waits, trying again: {}", reason, away);
    }
    state = new Waiting(reason);
    boolean stopped = stopping.await(retryAfter.toMillis(), TimeUnit.MILLISECONDS);
    Duration doubled = retryAfter.multipliedBy(2);
    retryAfter = doubled.compareTo(settings.retryAfterMax()) < 0 ? doubled : settings.retryAfterMax();
    if (stopped) {
      log.debug("Stopped while waiting");
    }
  }

  private void halt(Throwable alarm) {
    state = new Halted(String.valueOf(alarm.getMessage()));
    log.error("ALARM: the projector has stopped. {}", alarm.getMessage(), alarm);
  }
}
