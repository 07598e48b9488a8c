package com.openagents.sync.query.rebuild;

import com.openagents.sync.api.rebuild.RebuildKind;
import com.openagents.sync.api.rebuild.RebuildReport;
import com.openagents.sync.api.rebuild.RebuildReport.ComparedModel;
import com.openagents.sync.api.rebuild.RebuildReport.OrgLeft;
import com.openagents.sync.api.rebuild.RebuildState;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.database.Statements;
import com.openagents.sync.query.platform.Occurrence;
import com.openagents.sync.query.synclog.LogEntry;
import com.openagents.sync.query.synclog.LogPartitions;
import com.openagents.sync.query.synclog.SyncLogWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The end of a run, in one transaction under the lock of the log's head: the new tables take in the last events, what
 * differs by then is told to subscribers, and the tables change places or are corrected.
 */
final class Flip {

  /** Longer than the database needs to stop one of its own vacuums. */
  private static final Duration LOCK_WAIT = Duration.ofMillis(1500);

  /** Of equals the org, which has its agents' rows too: a reason is the same each time. */
  private static final Comparator<Map.Entry<Scope, Integer>> WORST_FIRST = Map.Entry.<
    Scope,
    Integer
  >comparingByValue()
    .reversed()
    .thenComparing(scope -> scope.getKey().kind())
    .thenComparing(scope -> scope.getKey().id());

  private static final String ACTOR = Caller.ENGINE_PREFIX + "rebuild";

  private final Run run;
  private final RebuildSession session;
  private final Shadow shadow;
  private final Comparison comparison;
  private final Corrections corrections;
  private final LiveTables live;
  private final LogLife life;
  private final LogPartitions partitions;
  private final RunJournal journal;
  private final RebuildSettings settings;

  Flip(
    Run run,
    RebuildSession session,
    Shadow shadow,
    Comparison comparison,
    Corrections corrections,
    LogPartitions partitions,
    RunJournal journal,
    RebuildSettings settings
  ) {
    this.run = run;
    this.session = session;
    this.shadow = shadow;
    this.comparison = comparison;
    this.corrections = corrections;
    this.live = new LiveTables(session.jdbc());
    this.life = new LogLife(session.jdbc());
    this.partitions = partitions;
    this.journal = journal;
    this.settings = settings;
  }

  /** Why an attempt came to nothing. */
  static final class NotYet extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NotYet(String why) {
      super(why);
    }
  }

  /** Takes the last events; returns what the new tables hold then, and which rows they changed. */
  interface LastEvents {
    Map<TableShape, List<UUID>> take(long through);
  }

  /**
   * @param compared what was found before, when nobody waited
   * @param exchanges whether the tables change places; else those in use are corrected
   * @throws NotYet if something moved on meanwhile
   * @throws org.springframework.dao.DataAccessException if somebody has a lock for too long, or all took too long
   */
  RebuildReport attempt(
    Standing standing,
    RebuildReport compared,
    LastEvents events,
    boolean exchanges,
    Duration readersWait
  ) {
    String tooMany = tooMany(compared, exchanges);
    long[] lockedAt = { 0 };
    return session.transaction().execute(_ -> {
      if (exchanges) {
        live.closeGate(readersWait);
      }
      LogLife.Head head = life.lock(LOCK_WAIT, settings.flipWithin());
      lockedAt[0] = System.nanoTime();
      requireSame(standing, head);
      Map<TableShape, List<UUID>> touched = events.take(head.position());
      shadow.takeOver(standing.left().keySet());
      if (tooMany == null) {
        comparison.again(touched);
      }
      return finish(standing, head, new Found(compared, tooMany), exchanges, lockedAt[0]);
    });
  }

  /** @param tooMany why there is too much to tell subscribers of; then nothing is compared again */
  private record Found(RebuildReport before, @Nullable String tooMany) {}

  private void requireSame(Standing standing, LogLife.Head head) {
    if (head.isLost() && run.kind() != RebuildKind.LOG) {
      throw new IllegalStateException(LogLife.HEAD_IS_LOST);
    }
    if (head.position() - standing.position() > settings.flipEventsMax()) {
      throw new NotYet("the projector went on to " + head.position());
    }
    if (!standing.isHeldAlike(live.held())) {
      throw new NotYet("other orgs are set aside now");
    }
    if (live.isErased(head.position() + 1)) {
      throw new NotYet("something is being erased");
    }
  }

  private RebuildReport finish(
    Standing standing,
    LogLife.Head head,
    Found compared,
    boolean exchanges,
    long lockedAt
  ) {
    List<String> scopes = comparison.scopes();
    live.correctScopes(scopes);
    boolean tells = compared.tooMany() == null;
    RebuildReport found = tells ? report(standing, head.position(), scopes) : compared.before();
    List<LogEntry> entries = tells ? entries(standing, head) : List.of();
    String resync = tells ? tooMuchOfAScope(entries) : compared.tooMany();
    long told = 0;
    if (resync == null) {
      told = tell(head, entries);
    } else {
      life.beginAnew(head);
    }
    if (exchanges) {
      exchange(standing, head);
    } else {
      shadow.shapes().forEach(live::correct);
    }
    return done(found, told, resync, lockedAt);
  }

  RebuildReport report(Standing standing, long position, List<String> scopes) {
    List<ComparedModel> models = comparison.models();
    long differing = models
      .stream()
      .mapToLong(model -> model.changed() + model.missing() + model.extra())
      .sum();
    long unseen = differing == 0 ? 0 : comparison.unseen();
    return new RebuildReport(
      position,
      models,
      models.stream().mapToLong(ComparedModel::rows).sum(),
      differing - unseen,
      unseen,
      scopes.size(),
      0,
      null,
      0,
      standing
        .left()
        .entrySet()
        .stream()
        .map(org -> new OrgLeft(org.getKey(), org.getValue()))
        .toList(),
      differing == 0 ? List.of() : comparison.examples(settings.examplesMax())
    );
  }

  private @Nullable String tooMany(RebuildReport compared, boolean exchanges) {
    if (run.kind() == RebuildKind.LOG) {
      return "the log begins anew";
    }
    String refused = exchanges ? null : tooManyInPlace(compared);
    if (refused != null) {
      throw new IllegalStateException(refused);
    }
    return run.meaningChanged() ? "what the rows mean has changed" : tooManyRows(compared);
  }

  /** Why so many rows can't be corrected where they are; null if they can. */
  @Nullable
  String tooManyInPlace(RebuildReport compared) {
    String tooMany = tooManyRows(compared);
    return tooMany == null ? null : tooMany + ": too many to correct in place; rebuild whole tables";
  }

  private @Nullable String tooManyRows(RebuildReport compared) {
    return compared.rowsDiffering() > settings.flipRowsMax()
      ? "%d rows differ, more than %d".formatted(compared.rowsDiffering(), settings.flipRowsMax())
      : null;
  }

  private List<LogEntry> entries(Standing standing, LogLife.Head head) {
    Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
    Function<UUID, Occurrence> cause = org -> {
      Long heldFrom = standing.held().get(org);
      long index = heldFrom == null ? head.position() : Math.min(head.position(), heldFrom - 1);
      return new Occurrence(index, run.id(), now, ACTOR, "rebuild-" + run.id());
    };
    List<LogEntry> entries = new ArrayList<>();
    shadow.shapes().forEach(shape -> entries.addAll(corrections.of(shape, cause)));
    return entries;
  }

  private @Nullable String tooMuchOfAScope(List<LogEntry> entries) {
    Map<Scope, Integer> differing = new HashMap<>();
    entries.forEach(entry -> entry.scopes().forEach(scope -> differing.merge(scope, 1, Integer::sum)));
    return differing
      .entrySet()
      .stream()
      .filter(scope -> scope.getValue() >= settings.resyncRowsMin())
      .sorted(WORST_FIRST)
      .flatMap(scope -> tooMuch(scope.getKey(), scope.getValue()).stream())
      .findFirst()
      .orElse(null);
  }

  private Optional<String> tooMuch(Scope scope, int differing) {
    long rows = live.rowsOf(scope, shadow.shapes());
    return differing > settings.resyncShare() * rows
      ? Optional.of("%d of %d rows of %s differ".formatted(differing, rows, scope))
      : Optional.empty();
  }

  private long tell(LogLife.Head head, List<LogEntry> entries) {
    long ids = entries
      .stream()
      .mapToLong(entry -> entry.scopes().size())
      .sum();
    if (ids > 0) {
      partitions.makeFor(head.lastId() + 1, head.lastId() + ids);
      Statements statements = new Statements();
      long lastId = SyncLogWriter.append(head.lastId(), entries, statements);
      statements.send(session.jdbc());
      life.moveTo(lastId);
    }
    return ids;
  }

  private void exchange(Standing standing, LogLife.Head head) {
    // How far those in use were is not known without a head.
    boolean keeps = !live.isErasing() && !head.isLost();
    live.flip(shadow.shapes());
    live.markRemains(shadow.shapes(), run.erasuresThrough());
    if (keeps) {
      journal.flipped(head.position(), standing.held(), settings.keepReplacedFor());
    } else {
      live.dropReplaced();
    }
  }

  private RebuildReport done(RebuildReport found, long told, @Nullable String resync, long lockedAt) {
    RebuildReport report = new RebuildReport(
      found.position(),
      found.models(),
      found.rowsCompared(),
      found.rowsDiffering(),
      found.rowsDifferingUnseen(),
      found.scopesDiffering(),
      told,
      resync,
      Duration.ofNanos(System.nanoTime() - lockedAt).toMillis(),
      found.orgsLeft(),
      found.examples()
    );
    journal.end(RebuildState.DONE, null, report);
    return report;
  }
}
