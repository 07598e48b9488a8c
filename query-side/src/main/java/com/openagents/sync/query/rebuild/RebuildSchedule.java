package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.rebuild.RebuildKind;
import com.openagents.sync.api.rebuild.RebuildState;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.database.SessionConnections;
import com.openagents.sync.platform.signal.BackgroundLoop;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.signal.Signals.Topic;
import com.openagents.sync.platform.signal.WakeUp;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Looks for what is asked for and does it; of several nodes one at a time works. */
@Component
class RebuildSchedule extends BackgroundLoop {

  private static final Logger log = LoggerFactory.getLogger(RebuildSchedule.class);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(10);

  private final Runs runs;
  private final RunPreparation preparation;
  private final SessionConnections connections;
  private final Signals signals;
  private final JsonMapper json;
  private final RebuildSettings settings;
  private final WakeUp wakeUp = new WakeUp();
  private volatile @Nullable RebuildSession atWork;

  RebuildSchedule(
    Runs runs,
    RunPreparation preparation,
    SessionConnections connections,
    Signals signals,
    JsonMapper json,
    RebuildSettings settings
  ) {
    super("rebuild", STOP_WITHIN);
    this.runs = runs;
    this.preparation = preparation;
    this.connections = connections;
    this.signals = signals;
    this.json = json;
    this.settings = settings;
  }

  void wake() {
    wakeUp.wake();
  }

  @Override
  protected void breakOff() {
    wakeUp.wake();
    cancel();
  }

  @Override
  public boolean isAutoStartup() {
    return settings.enabled();
  }

  @Override
  protected void step() throws InterruptedException {
    try {
      look();
    } catch (RuntimeException | SQLException away) {
      log.warn("Looking for rebuilds fails, trying again", away);
    }
    wakeUp.await(settings.lookEvery());
  }

  private void look() throws SQLException {
    preparation.dropWhatIsKeptNoLonger();
    Optional<Runs.Pending> next = runs.next();
    if (
      next.isEmpty() || (next.get().state() == RebuildState.PAUSED && next.get().wish() == Runs.Wish.PAUSE)
    ) {
      return;
    }
    try (RebuildSession session = new RebuildSession(connections, json)) {
      atWork = session;
      if (session.lock()) {
        // Only now it is sure that nobody else is at it.
        runs.next().ifPresent(pending -> work(session, pending));
      }
    } finally {
      atWork = null;
    }
  }

  private void work(RebuildSession session, Runs.Pending pending) {
    Run run = pending.run();
    RunJournal journal = new RunJournal(session, json, run.id());
    if (pending.wish() == Runs.Wish.CANCEL) {
      end(session, journal, run, RebuildState.CANCELLED, null);
      return;
    }
    if (pending.wish() == Runs.Wish.PAUSE) {
      journal.pause();
      return;
    }
    try {
      log.info("{} {} begins or goes on", run.kind(), run.id());
      preparation.work(session, run, journal, () -> isToStop(run));
      preparation.drop(session);
      signals.raise(Topic.EVENTS_PROJECTED);
      log.info("{} {} is done", run.kind(), run.id());
    } catch (StopSign.Stopped stopped) {
      stopped(session, journal, run);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failure) {
      failed(session, journal, run, failure);
    }
  }

  private boolean isToStop(Run run) {
    return (
      !isRunning() ||
      runs
        .wish(run.id())
        .filter(wish -> wish != Runs.Wish.RESUME)
        .isPresent()
    );
  }

  private void stopped(RebuildSession session, RunJournal journal, Run run) {
    Optional<Runs.Wish> wish = runs.wish(run.id());
    if (wish.equals(Optional.of(Runs.Wish.CANCEL))) {
      end(session, journal, run, RebuildState.CANCELLED, null);
    } else if (wish.equals(Optional.of(Runs.Wish.PAUSE))) {
      journal.pause();
    }
  }

  /** Goes on later if it is this node that stops, or the database is away. */
  private void failed(RebuildSession session, RunJournal journal, Run run, RuntimeException failure) {
    if (!isRunning() || session.isLost()) {
      log.warn("{} {} was broken off; it goes on from there", run.kind(), run.id(), failure);
      return;
    }
    log.error("{} {} fails", run.kind(), run.id(), failure);
    String reason = String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
    end(session, journal, run, RebuildState.FAILED, reason);
  }

  private void end(
    RebuildSession session,
    RunJournal journal,
    Run run,
    RebuildState state,
    @Nullable String reason
  ) {
    preparation.giveBack(session, run);
    preparation.drop(session);
    journal.end(state, reason, null);
    log.info("{} {} is {}", run.kind(), run.id(), state);
  }

  private void cancel() {
    RebuildSession session = atWork;
    try {
      if (session != null) {
        session.cancel();
      }
    } catch (SQLException overAnyway) {
      log.debug("Nothing to cancel", overAnyway);
    }
  }
}
