package com.openagents.sync.query.sync.projector;

import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.signal.Signals.Topic;
import com.openagents.sync.platform.signal.WakeUp;
import com.openagents.sync.query.event.StoredEvent;
import com.openagents.sync.query.event.StoredEvents;
import com.openagents.sync.query.sync.projector.ProjectorState.Following;
import com.openagents.sync.query.sync.projector.ProjectorState.Halted;
import com.openagents.sync.query.sync.projector.ProjectorState.Idle;
import com.openagents.sync.query.sync.projector.ProjectorState.StandingBy;
import com.openagents.sync.query.sync.projector.ProjectorState.Waiting;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Follows the event store with one thread: batch after batch while there are events, then asleep until a signal or the
 * next look. Of several nodes the one with the lease projects; the rest stand by.
 */
@Component
class Projector implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Projector.class);
  private static final Duration RETRY_AFTER_MIN = Duration.ofMillis(100);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final Takeover takeover;
  private final EventStoreTail tail;
  private final BatchProjection projection;
  private final SetAsideEvents setAside;
  private final Signals signals;
  private final ProjectorSettings settings;
  private final WakeUp eventsAppended = new WakeUp();
  private volatile CountDownLatch stopping = new CountDownLatch(0);
  private volatile ProjectorState state = new Idle();
  private Thread thread = new Thread();
  private Duration retryAfter = RETRY_AFTER_MIN;
  private @Nullable Progress progress; // null while another node has the lease, or it is in doubt who has
  private int batchEvents; // smaller after a failure, then growing again
  private int oneByOne; // events that go in a batch each, since together they failed

  Projector(
    Takeover takeover,
    EventStoreTail tail,
    BatchProjection projection,
    SetAsideEvents setAside,
    Signals signals,
    ProjectorSettings settings
  ) {
    this.takeover = takeover;
    this.tail = tail;
    this.projection = projection;
    this.setAside = setAside;
    this.signals = signals;
    this.settings = settings;
    this.batchEvents = settings.batchEventsMax();
    signals.listen(Topic.EVENTS_APPENDED, eventsAppended::wake);
    tail.wakeBy(eventsAppended::wake);
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
    } finally {
      giveBack();
    }
  }

  private void step() throws InterruptedException {
    try {
      Progress now = progress == null ? begin() : progress;
      if (now == null) {
        standBy();
      } else {
        progress = now;
        lead(now);
      }
    } catch (LeaseLost lost) {
      log.warn("The projector gave way: {}", lost.getMessage());
      progress = null;
    } catch (ProjectionHalted alarm) {
      halt(alarm);
    } catch (RuntimeException | Error away) {
      progress = null;
      batchEvents = Math.max(1, batchEvents / 4);
      retryLater(away);
    }
  }

  private @Nullable Progress begin() {
    tail.forgetHanded();
    return takeover.tryNow();
  }

  private void standBy() throws InterruptedException {
    state = new StandingBy();
    pause(settings.standbyLooksEvery());
  }

  private void lead(Progress now) throws InterruptedException {
    takeover.renewIfDue(now);
    if (!now.heldOrgs().isEmpty()) {
      setAside.orgsToRetry().forEach(this::retry);
    }
    Progress from = progress == null ? now : progress;
    StoredEvents.News next = tail.after(from.position(), oneByOne > 0 ? 1 : batchEvents);
    if (!next.events().isEmpty()) {
      project(from, next);
    }
    follow();
    Progress reached = progress == null ? from : progress;
    if (reached.position() >= next.lastIndex() && !eventsAppended.await(takeover.looksEvery())) {
      tail.lookNext();
    }
  }

  private void project(Progress from, StoredEvents.News next) {
    List<StoredEvent> events = next.events();
    try {
      advance(projection.next(from, next));
      oneByOne = Math.max(0, oneByOne - events.size());
    } catch (NotAppended never) {
      tail.lookNext();
    } catch (DataIntegrityViolationException unwritable) {
      if (!next.commit().isDone()) {
        // What is stored is another matter.
        tail.lookNext();
      } else if (events.size() == 1) {
        advance(projection.setAside(from, events.getFirst(), reason(unwritable)));
      } else {
        // Until the one that can't be written is alone.
        oneByOne = events.size();
      }
    }
  }

  private void retry(UUID org) {
    Progress from = progress;
    if (from == null) {
      return;
    }
    try {
      advance(projection.retry(from, org, settings.batchEventsMax()));
    } catch (DataIntegrityViolationException oneOfThem) {
      retryFirst(from, org);
    }
  }

  private void retryFirst(Progress from, UUID org) {
    try {
      advance(projection.retry(from, org, 1));
    } catch (DataIntegrityViolationException unwritable) {
      advance(projection.failedAgain(from, org, reason(unwritable)));
    }
  }

  private void advance(Progress to) {
    Progress from = progress;
    progress = to;
    batchEvents = Math.min(settings.batchEventsMax(), batchEvents * 2);
    takeover.renewed();
    if (from != null && !from.heldOrgs().containsAll(to.heldOrgs())) {
      log.error(
        "ALARM: an event can't be projected; its org waits, the others go on. See /admin/set-aside. Orgs: {}",
        to.heldOrgs()
      );
    }
    signals.raise(Topic.EVENTS_PROJECTED);
  }

  private void follow() {
    if (!(state instanceof Following)) {
      log.info("The projector follows the event store.");
    }
    state = new Following();
    retryAfter = RETRY_AFTER_MIN;
  }

  /** Looks again now and then: whoever mends what is wrong need not restart anything. */
  private void halt(ProjectionHalted alarm) throws InterruptedException {
    Halted halted = new Halted(String.valueOf(alarm.getMessage()));
    if (!state.equals(halted)) {
      log.error("ALARM: nothing is projected. {}", alarm.getMessage(), alarm);
    }
    state = halted;
    giveBack();
    pause(settings.retryAfterMax());
  }

  private void retryLater(Throwable away) throws InterruptedException {
    String reason = reason(away);
    if (!state.equals(new Waiting(reason))) {
      log.warn("The projector waits, trying again: {}", reason, away);
    }
    state = new Waiting(reason);
    pause(retryAfter);
    Duration doubled = retryAfter.multipliedBy(2);
    retryAfter = doubled.compareTo(settings.retryAfterMax()) < 0 ? doubled : settings.retryAfterMax();
  }

  private void giveBack() {
    Progress held = progress;
    progress = null;
    if (held != null) {
      takeover.giveBack(held);
    }
  }

  private void pause(Duration atMost) throws InterruptedException {
    var _ = stopping.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static String reason(Throwable failure) {
    return String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
  }
}
