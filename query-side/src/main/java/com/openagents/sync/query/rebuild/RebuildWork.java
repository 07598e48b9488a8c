package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.rebuild.RebuildKind;
import com.openagents.sync.api.rebuild.RebuildPhase;
import com.openagents.sync.api.rebuild.RebuildReport;
import com.openagents.sync.api.rebuild.RebuildState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;

/** One run from where it is to its end, or until it is told to stop. */
final class RebuildWork {

  private static final int PATIENT_AFTER_TRIES = 30;
  private static final int FLIP_TRIES_MAX = 200;
  private static final int COMPARE_TRIES_MAX = 100;

  /** A lock is not available, or two waited for each other. */
  private static final Set<String> IN_USE = Set.of("55P03", "40P01");

  private static final Duration BETWEEN_TRIES = Duration.ofMillis(200);

  private final Run run;
  private final Tools tools;
  private final CatchUp catchUp;
  private final RunJournal journal;
  private final RebuildSettings settings;
  private final StopSign stops;
  private final boolean exchanges;
  private @Nullable RebuildReport compared;

  /** @param orgs whose events are replayed; null for all */
  RebuildWork(Tools tools, Run run, @Nullable Set<UUID> orgs, StopSign stops) {
    this.run = run;
    this.tools = tools;
    this.catchUp = new CatchUp(tools, run, orgs, stops);
    this.journal = tools.journal();
    this.settings = tools.settings();
    this.stops = stops;
    // Whole tables change places; a part of one is corrected where it is.
    this.exchanges = orgs == null && run.kind() != RebuildKind.VERIFY && run.kind() != RebuildKind.REPAIR;
  }

  /** What a run works with. */
  record Tools(
    RebuildSession session,
    ShadowTables tables,
    Shadow shadow,
    Replay replay,
    PageDecoder decoder,
    Comparison comparison,
    Flip flip,
    LiveTables live,
    LogLife life,
    RunJournal journal,
    RebuildSettings settings
  ) {}

  /** @throws StopSign.Stopped if it is to stop before its end; what is done is kept */
  RebuildReport run() throws InterruptedException {
    tools.tables().createStages();
    journal.phase(RebuildPhase.REPLAYING);
    if (exchanges && settings.share() < 1 && tools.life().isInUse()) {
      // They grow with the rows then. Made behind them, each is megabytes of write-ahead log that commits wait for.
      tools.tables().index();
    }
    catchUp.run();
    if (exchanges) {
      journal.phase(RebuildPhase.INDEXING);
      tools.tables().index();
      stops.stopIfWanted();
    }
    journal.phase(RebuildPhase.CATCHING_UP);
    do {
      catchUp.run();
    } while (catchUp.behind() > settings.flipEventsMax());
    journal.phase(RebuildPhase.COMPARING);
    compare();
    if (run.kind() == RebuildKind.VERIFY) {
      journal.end(RebuildState.DONE, null, compared());
      return compared();
    }
    String refused = exchanges ? null : tools.flip().tooManyInPlace(compared());
    if (refused != null) {
      journal.end(RebuildState.FAILED, refused, compared());
      return compared();
    }
    journal.phase(RebuildPhase.FLIPPING);
    return flip();
  }

  /**
   * Compares everything, as of one moment, at which the new tables are as far as those in use: so what is equal then
   * differs later only where an event changed it.
   */
  private void compare() throws InterruptedException {
    for (int number = 1; ; number++) {
      catchUp.alignHeldOrgs();
      try {
        tools
          .session()
          .snapshot()
          .executeWithoutResult(_ -> compareNow());
        return;
      } catch (Flip.NotYet | DataAccessException again) {
        if (number == COMPARE_TRIES_MAX) {
          throw again;
        }
        catchUp.reset();
        stops.stopIfWanted();
        Thread.sleep(BETWEEN_TRIES);
        catchUp.run();
      }
    }
  }

  private void compareNow() {
    LiveTables live = tools.live();
    long through = tools.life().position();
    if (!catchUp.standing().isHeldAlike(live.held())) {
      throw new Flip.NotYet("other orgs are set aside now");
    }
    if (live.isErased(through + 1)) {
      throw new Flip.NotYet("something is being erased");
    }
    catchUp.take(through);
    tools.shadow().takeOver(catchUp.standing().left().keySet());
    tools.comparison().all();
    compared = tools.flip().report(catchUp.standing(), through, tools.comparison().scopes());
    catchUp.tookThrough(through);
  }

  private RebuildReport compared() {
    return Objects.requireNonNull(compared);
  }

  private RebuildReport flip() throws InterruptedException {
    for (int number = 1; number <= FLIP_TRIES_MAX; number++) {
      stops.stopIfWanted();
      Duration readersWait =
        number % PATIENT_AFTER_TRIES == 0 ? settings.readersWaitMax() : settings.readersWait();
      try {
        return tools.flip().attempt(catchUp.standing(), compared(), catchUp::take, exchanges, readersWait);
      } catch (Flip.NotYet movedOn) {
        journal.waits(String.valueOf(movedOn.getMessage()));
        catchUp.run();
        compare();
      } catch (DataAccessException inUse) {
        requireInUse(inUse);
        journal.waits("somebody reads the tables or has locked them");
        Thread.sleep(BETWEEN_TRIES);
      }
    }
    throw new IllegalStateException("The tables could not change places in " + FLIP_TRIES_MAX + " tries");
  }

  private static void requireInUse(DataAccessException failure) {
    if (
      !(
        NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException cause &&
        IN_USE.contains(String.valueOf(cause.getSQLState()))
      )
    ) {
      throw failure;
    }
  }
}
