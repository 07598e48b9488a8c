package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.rebuild.RebuildKind;
import com.openagents.sync.api.rebuild.RebuildPhase;
import com.openagents.sync.api.rebuild.RebuildReport;
import com.openagents.sync.api.rebuild.RebuildState;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
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
  private final RebuildSession session;
  private final Shadow shadow;
  private final Replay replay;
  private final PageDecoder decoder;
  private final Comparison comparison;
  private final Flip flip;
  private final LiveTables live;
  private final RunJournal journal;
  private final RebuildSettings settings;
  private final Supplier<Boolean> stops;
  private final @Nullable Set<UUID> orgs;
  private final Map<UUID, Long> held;
  private final Map<UUID, String> left = new HashMap<>();
  private long position;
  private @Nullable RebuildReport compared;

  RebuildWork(Tools tools, Run run, @Nullable Set<UUID> orgs, Supplier<Boolean> stops) {
    this.run = run;
    this.session = tools.session();
    this.shadow = tools.shadow();
    this.replay = tools.replay();
    this.decoder = tools.decoder();
    this.comparison = tools.comparison();
    this.flip = tools.flip();
    this.live = new LiveTables(session.jdbc());
    this.journal = tools.journal();
    this.settings = tools.settings();
    this.stops = stops;
    this.orgs = orgs;
    this.held = new HashMap<>(run.held());
    this.position = run.position();
  }

  /** What a run works with. */
  record Tools(
    RebuildSession session,
    Shadow shadow,
    Replay replay,
    PageDecoder decoder,
    Comparison comparison,
    Flip flip,
    RunJournal journal,
    RebuildSettings settings
  ) {}

  /** Somebody wants it to stop here. */
  static final class Stopped extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }

  /** @throws Stopped if it is to stop before its end; what is done is kept */
  RebuildReport run() throws InterruptedException {
    shadow.createStages();
    journal.phase(RebuildPhase.REPLAYING);
    catchUp();
    if (exchanges()) {
      journal.phase(RebuildPhase.INDEXING);
      shadow.index();
      stopIfWanted();
    }
    journal.phase(RebuildPhase.CATCHING_UP);
    do {
      catchUp();
    } while (live.position() - position > settings.flipEventsMax());
    journal.phase(RebuildPhase.COMPARING);
    compare();
    if (run.kind() == RebuildKind.VERIFY) {
      return verified();
    }
    journal.phase(RebuildPhase.FLIPPING);
    return flip();
  }

  /** Whole tables change places; a part of one is corrected where it is. */
  private boolean exchanges() {
    return orgs == null && (run.kind() == RebuildKind.REBUILD || run.kind() == RebuildKind.ROLLBACK);
  }

  private void stopIfWanted() {
    if (stops.get()) {
      throw new Stopped();
    }
  }

  /** Up to where the projector is now. */
  private void catchUp() throws InterruptedException {
    long target = live.position();
    journal.of(orgs == null && run.kind() != RebuildKind.ROLLBACK ? target : 0);
    while (position < target) {
      try {
        replay.run(new Range(position, target, orgs), Map.copyOf(held), this::written);
      } catch (Replay.UnreadableEvent unreadable) {
        held.put(unreadable.event().orgId(), unreadable.event().index());
        if (!isHeldLive(unreadable.event())) {
          left.put(unreadable.event().orgId(), unreadable.event().reason());
        }
      }
    }
  }

  private boolean isHeldLive(Page.Unreadable event) {
    Long index = live.held().get(event.orgId());
    return index != null && index == event.index();
  }

  private void written(long through, long events, Map<UUID, String> contradictions) {
    leave(contradictions);
    position = through;
    journal.advance(position, held, events);
    stopIfWanted();
  }

  /** Nothing more of these is replayed; their rows stay as they are. */
  private void leave(Map<UUID, String> contradictions) {
    contradictions.forEach((org, why) -> {
      left.put(org, why);
      held.put(org, 0L);
    });
  }

  /**
   * Compares everything, as of one moment, at which the new tables are as far as those in use: so what is equal then
   * differs later only where an event changed it.
   */
  private void compare() throws InterruptedException {
    for (int number = 1; ; number++) {
      alignHeldOrgs();
      try {
        session.snapshot().executeWithoutResult(_ -> {
          long through = live.position();
          if (!Flip.isSame(standing(), live.held())) {
            throw new Flip.NotYet("other orgs are set aside now");
          }
          if (live.isErased(through + 1)) {
            throw new Flip.NotYet("something is being erased");
          }
          take(through);
          shadow.takeOver(left.keySet());
          comparison.all();
          compared = flip.report(standing(), through, comparison.scopes());
          position = through;
          journal.advance(position, held, 0);
        });
        return;
      } catch (Flip.NotYet | DataAccessException again) {
        if (number == COMPARE_TRIES_MAX) {
          throw again;
        }
        position = resetPosition();
        stopIfWanted();
        Thread.sleep(BETWEEN_TRIES);
        catchUp();
      }
    }
  }

  /** What the new tables hold after a transaction that was rolled back. */
  private long resetPosition() {
    Long stored = session
      .jdbc()
      .queryForObject("SELECT position FROM rebuild.runs WHERE id = ?", Long.class, run.id());
    return stored == null ? 0 : stored;
  }

  /** Orgs that were set aside or came back since are replayed by themselves. */
  private void alignHeldOrgs() throws InterruptedException {
    Map<UUID, Long> now = live.held();
    live.orgsWithErasureSetAside().forEach(org -> left.put(org, "an erasure of it is set aside"));
    Set<UUID> moved = new HashSet<>(held.keySet());
    moved.addAll(now.keySet());
    moved.removeIf(
      org ->
        left.containsKey(org) ||
        Objects.equals(held.get(org), now.get(org)) ||
        (orgs != null && !orgs.contains(org))
    );
    if (moved.isEmpty()) {
      return;
    }
    long through = position;
    Map<UUID, Long> next = new HashMap<>(held);
    for (UUID org : moved) {
      Long index = now.get(org);
      if (index == null) {
        next.remove(org);
      } else {
        next.put(org, index);
      }
    }
    session.transaction().executeWithoutResult(_ -> replayAlone(moved, through, next));
    held.clear();
    held.putAll(next);
  }

  private void replayAlone(Set<UUID> moved, long through, Map<UUID, Long> next) {
    shadow.remove(moved);
    try {
      replay.run(new Range(0, through, moved), Map.copyOf(next), (_, _, contradictions) -> {
        contradictions.forEach((org, why) -> {
          left.put(org, why);
          next.put(org, 0L);
        });
      });
    } catch (Replay.UnreadableEvent unreadable) {
      // Whoever projects can read it; here the org stays as it is.
      left.put(unreadable.event().orgId(), unreadable.event().reason());
      next.put(unreadable.event().orgId(), 0L);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new Stopped();
    }
    journal.advance(through, next, 0);
  }

  private Flip.Standing standing() {
    return new Flip.Standing(position, Map.copyOf(held), Map.copyOf(left));
  }

  /**
   * The last events, within a transaction, by this thread alone.
   *
   * @return the rows that they changed
   */
  private Map<TableShape, List<UUID>> take(long through) {
    Map<TableShape, List<UUID>> touched = new HashMap<>();
    if (through <= position) {
      return touched;
    }
    Page page = decoder.decode(new Range(position, through, orgs), held, Long.MAX_VALUE);
    if (page.unreadable() != null) {
      throw new Flip.NotYet("an event can't be read");
    }
    for (Page.Step step : page.steps()) {
      switch (step) {
        case Page.Changes changes -> {
          if (!shadow.write(changes.fold()).isEmpty()) {
            throw new Flip.NotYet("events contradict each other");
          }
          changes
            .fold()
            .rows()
            .forEach((shape, rows) ->
              touched.computeIfAbsent(shape, _ -> new ArrayList<>()).addAll(rows.keySet())
            );
        }
        case Page.Erasing _ -> throw new Flip.NotYet("something is being erased");
      }
    }
    return touched;
  }

  private RebuildReport verified() {
    journal.end(RebuildState.DONE, null, compared());
    return compared();
  }

  private RebuildReport compared() {
    return Objects.requireNonNull(compared);
  }

  private RebuildReport flip() throws InterruptedException {
    for (int number = 1; number <= FLIP_TRIES_MAX; number++) {
      stopIfWanted();
      Duration readersWait =
        number % PATIENT_AFTER_TRIES == 0 ? settings.readersWaitMax() : settings.readersWait();
      try {
        return flip.attempt(standing(), compared(), this::take, exchanges(), readersWait);
      } catch (Flip.NotYet movedOn) {
        journal.waits(String.valueOf(movedOn.getMessage()));
        catchUp();
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
