package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.rebuild.RebuildKind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Brings the new tables as far as those in use are, and knows what they hold by then. */
final class CatchUp {

  private final Run run;
  private final RebuildSession session;
  private final Shadow shadow;
  private final Replay replay;
  private final PageDecoder decoder;
  private final LiveTables live;
  private final LogLife life;
  private final RunJournal journal;
  private final StopSign stops;
  private final @Nullable Set<UUID> orgs;
  private final Map<UUID, Long> held;
  private final Map<UUID, String> left = new HashMap<>();
  private long position;

  CatchUp(RebuildWork.Tools tools, Run run, @Nullable Set<UUID> orgs, StopSign stops) {
    this.run = run;
    this.session = tools.session();
    this.shadow = tools.shadow();
    this.replay = tools.replay();
    this.decoder = tools.decoder();
    this.live = tools.live();
    this.life = tools.life();
    this.journal = tools.journal();
    this.stops = stops;
    this.orgs = orgs;
    this.held = new HashMap<>(run.held());
    this.position = run.position();
  }

  Standing standing() {
    return new Standing(position, Map.copyOf(held), Map.copyOf(left));
  }

  /** How many events the tables in use are ahead. */
  long behind() {
    return life.position() - position;
  }

  /** Up to where the projector is now. */
  void run() throws InterruptedException {
    long target = life.position();
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
    stops.stopIfWanted();
  }

  /** Nothing more of these is replayed; their rows stay as they are. */
  private void leave(Map<UUID, String> contradictions) {
    contradictions.forEach((org, why) -> {
      left.put(org, why);
      held.put(org, 0L);
    });
  }

  /**
   * The last events, within a transaction, by this thread alone.
   *
   * @return the rows that they changed
   */
  Map<TableShape, List<UUID>> take(long through) {
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

  /** What was taken last is there for good. */
  void tookThrough(long through) {
    position = through;
    journal.advance(position, held, 0);
  }

  /** What the new tables hold after a transaction that was rolled back. */
  void reset() {
    Long stored = session
      .jdbc()
      .queryForObject("SELECT position FROM rebuild.runs WHERE id = ?", Long.class, run.id());
    position = stored == null ? 0 : stored;
  }

  /** Orgs that were set aside or came back since are replayed by themselves. */
  void alignHeldOrgs() {
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
    Map<UUID, Long> next = new HashMap<>(held);
    for (UUID org : moved) {
      Long index = now.get(org);
      if (index == null) {
        next.remove(org);
      } else {
        next.put(org, index);
      }
    }
    session.transaction().executeWithoutResult(_ -> replayAlone(moved, next));
    held.clear();
    held.putAll(next);
  }

  private void replayAlone(Set<UUID> moved, Map<UUID, Long> next) {
    shadow.remove(moved);
    try {
      replay.run(new Range(0, position, moved), Map.copyOf(next), (_, _, contradictions) -> {
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
      throw new StopSign.Stopped();
    }
    journal.advance(position, next, 0);
  }
}
