package com.openagents.sync.query.sync.projector;

import com.openagents.sync.platform.database.Statements;
import com.openagents.sync.platform.handover.Commit;
import com.openagents.sync.platform.handover.Handover;
import com.openagents.sync.platform.handover.ProjectedEvents;
import com.openagents.sync.platform.handover.ProjectedEvents.ProjectedEvent;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.SyncLog;
import com.openagents.sync.query.event.DecodedEvent;
import com.openagents.sync.query.event.DecodedEvent.Erasure;
import com.openagents.sync.query.event.EventDecoder;
import com.openagents.sync.query.event.StoredEvent;
import com.openagents.sync.query.event.StoredEvents;
import com.openagents.sync.query.event.Unprojectable;
import com.openagents.sync.query.sync.projector.LogHeadLock.Locked;
import com.openagents.sync.query.synclog.LogEntry;
import com.openagents.sync.query.synclog.LogPartitions;
import com.openagents.sync.query.synclog.SyncLogWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import tools.jackson.databind.json.JsonMapper;

/**
 * Projects events in one transaction: read tables, sync log and position commit together or not at all. They were read
 * and understood before; the transaction only writes, under the head's lock and behind its fence, and waits at its end for
 * the commit of events that were announced.
 *
 * <p>Each method returns the progress after it. Each throws {@link LeaseLost} if another node projects by now, and
 * {@link DataIntegrityViolationException} if one of the events can't be written, whichever; nothing is written then.
 */
@Component
class BatchProjection {

  /** More would be held several times over, and under the head's lock. Who waits for it reads the log. */
  private static final long HANDED_ON_BYTES_MAX = 1 << 20;

  private final TransactionTemplate transaction;
  private final LogHeadLock head;
  private final EventStoreTail tail;
  private final EventDecoder decoder;
  private final JdbcTemplate jdbc;
  private final LogPartitions partitions;
  private final SetAsideEvents setAside;
  private final RowErasure erasures;
  private final JsonMapper json;
  private final SyncLog syncLog;
  private final Handover<ProjectedEvents> handover;
  private final Duration commitWithin;
  // Only the projector's thread writes and erases.
  private boolean arePartitionsThere;
  private @Nullable List<ProjectedEvent> logged; // by the transaction in hand; null if nobody wants it, or it is too much
  private RowErasure.@Nullable Bookmark bookmark;

  BatchProjection(
    PlatformTransactionManager transactions,
    LogHeadLock head,
    EventStoreTail tail,
    EventDecoder decoder,
    JdbcTemplate jdbc,
    LogPartitions partitions,
    SetAsideEvents setAside,
    RowErasure erasures,
    JsonMapper json,
    SyncLog syncLog,
    Handover<ProjectedEvents> handover,
    ProjectorSettings settings
  ) {
    this.transaction = new TransactionTemplate(transactions);
    this.head = head;
    this.tail = tail;
    this.decoder = decoder;
    this.jdbc = jdbc;
    this.partitions = partitions;
    this.setAside = setAside;
    this.erasures = erasures;
    this.json = json;
    this.syncLog = syncLog;
    this.handover = handover;
    this.commitWithin = settings.pausedAtMost().dividedBy(2);
  }

  /**
   * @param heldOrgs orgs of which something is set aside, after these events
   * @param taken how many events these are
   * @param erasure if the only one is one
   */
  private record Sorted(
    List<DecodedEvent> readable,
    List<Unprojected> unreadable,
    Set<UUID> heldOrgs,
    int taken,
    Optional<Erasure> erasure
  ) {}

  /**
   * Projects the next events; those that can't be read, or wait behind one of their org, are set aside.
   *
   * @throws NotAppended if they are not committed while it is ready to commit
   */
  Progress next(Progress from, StoredEvents.News next) {
    List<StoredEvent> events = next.events();
    Sorted sorted = sort(from.heldOrgs(), events);
    long position = events.get(sorted.taken() - 1).index();
    if (sorted.erasure().isPresent()) {
      return erase(from, sorted.erasure().get(), next.commit(), (lastId, statements) ->
        moved(from, lastId, position, from.heldOrgs(), statements)
      );
    }
    return underLock(from, next.commit(), statements -> {
      long lastId = write(from.lastId(), sorted.readable(), statements);
      if (!sorted.unreadable().isEmpty()) {
        setAside.add(sorted.unreadable());
      }
      return moved(from, lastId, position, sorted.heldOrgs(), statements);
    });
  }

  /** The progress after the last page of an erasure. */
  private interface Erased {
    Progress upTo(long lastId, Statements statements);
  }

  /** One page of an erasure; its event counts as projected after the last, by what is given. */
  private Progress erase(Progress from, Erasure erasure, Commit appended, Erased projected) {
    RowErasure.Page page = erasures.page(erasure, bookmark);
    Progress to = underLock(from, appended, statements -> {
      List<LogEntry> entries = erasures.write(erasure, page);
      long lastId = append(from.lastId(), entries, statements);
      if (page.next() != null) {
        return moved(from, lastId, from.position(), from.heldOrgs(), statements);
      }
      erasures.rowsAreErased(erasure, lastId);
      return projected.upTo(lastId, statements);
    });
    bookmark = page.next();
    return to;
  }

  /** Goes on without the next event, which can't be written. */
  Progress setAside(Progress from, StoredEvent event, String reason) {
    Set<UUID> heldOrgs = new HashSet<>(from.heldOrgs());
    heldOrgs.add(event.orgId());
    return underLock(from, statements -> {
      setAside.add(List.of(new Unprojected(event, reason)));
      return moved(from, from.lastId(), event.index(), heldOrgs, statements);
    });
  }

  /** Tries again what is set aside of an org, oldest first, up to the first that still can't be read. */
  Progress retry(Progress from, UUID org, int eventsMax) {
    List<StoredEvent> events = tail.at(setAside.indexesOf(org, eventsMax));
    Sorted sorted = sort(Set.of(), events);
    if (sorted.erasure().isPresent()) {
      return erase(from, sorted.erasure().get(), Commit.made(), (lastId, statements) -> {
        setAside.remove(List.of(sorted.readable().getFirst().index()));
        setAside.tryAgain(org);
        return moved(from, lastId, from.position(), setAside.orgs(), statements);
      });
    }
    return underLock(from, statements -> {
      long lastId = write(from.lastId(), sorted.readable(), statements);
      setAside.remove(sorted.readable().stream().map(DecodedEvent::index).toList());
      if (sorted.unreadable().isEmpty()) {
        setAside.tryAgain(org);
      } else {
        Unprojected first = sorted.unreadable().getFirst();
        setAside.failedAgain(first.stored().index(), String.valueOf(first.reason()));
      }
      return moved(from, lastId, from.position(), setAside.orgs(), statements);
    });
  }

  /** The oldest event of an org that is set aside still can't be written. */
  Progress failedAgain(Progress from, UUID org, String reason) {
    return underLock(from, _ -> {
      setAside.indexesOf(org, 1).forEach(index -> setAside.failedAgain(index, reason));
      return from;
    });
  }

  private record Done(Progress to, LogHead before) {}

  private Progress underLock(Progress from, Function<Statements, Progress> work) {
    return underLock(from, Commit.made(), work);
  }

  /**
   * What the work leaves to be sent goes in one go, last; what it has logged is handed on once it is committed.
   *
   * @param appended what has to be committed before
   */
  private Progress underLock(Progress from, Commit appended, Function<Statements, Progress> work) {
    logged = handover.isWanted() ? new ArrayList<>() : null;
    Done done = transaction.execute(_ -> {
      Locked locked = head.lock(from, partitions.needed(from.lastId() + 1, from.lastId() + 1));
      arePartitionsThere = locked.arePartitionsThere();
      Statements statements = new Statements();
      Progress to = work.apply(statements);
      statements.send(jdbc);
      if (!appended.isDoneWithin(commitWithin)) {
        throw new NotAppended();
      }
      return new Done(to, locked.head());
    });
    List<ProjectedEvent> events = logged;
    logged = null;
    if (events != null) {
      handOn(done, events);
    }
    return done.to();
  }

  private void handOn(Done done, List<ProjectedEvent> events) {
    Progress to = done.to();
    events.sort(Comparator.comparingLong(event -> event.logged().id()));
    handover.offer(
      ProjectedEvents.of(
        done.before().lastId(),
        done.before().movedTo(to.lastId()),
        to.position(),
        List.copyOf(events)
      )
    );
  }

  private Progress moved(
    Progress from,
    long lastId,
    long position,
    Set<UUID> heldOrgs,
    Statements statements
  ) {
    head.move(lastId, position, statements);
    return new Progress(from.term(), lastId, position, heldOrgs);
  }

  private Sorted sort(Set<UUID> heldOrgs, List<StoredEvent> events) {
    Set<UUID> held = new HashSet<>(heldOrgs);
    List<DecodedEvent> readable = new ArrayList<>(events.size());
    List<Unprojected> unreadable = new ArrayList<>();
    int taken = 0;
    for (StoredEvent event : events) {
      taken++;
      if (held.contains(event.orgId())) {
        unreadable.add(new Unprojected(event, null));
        continue;
      }
      try {
        DecodedEvent decoded = decoder.decode(event);
        Optional<Erasure> erasure = decoded.erasure();
        if (erasure.isPresent() && taken > 1) {
          // It looks at the tables, so all before it must be there.
          return new Sorted(readable, unreadable, held, taken - 1, Optional.empty());
        }
        readable.add(decoded);
        if (erasure.isPresent()) {
          return new Sorted(readable, unreadable, held, taken, erasure);
        }
      } catch (Unprojectable poison) {
        held.add(event.orgId());
        unreadable.add(new Unprojected(event, poison.getMessage()));
      }
    }
    return new Sorted(readable, unreadable, held, taken, Optional.empty());
  }

  /** Returns the log's new last id. */
  private long write(long lastId, List<DecodedEvent> events, Statements statements) {
    if (events.isEmpty()) {
      return lastId;
    }
    Batch batch = gather(events);
    SyncLogWriter.open(batch.scopes(), statements);
    batch.rows().forEach((model, rows) -> ReadTables.write(model, rows, statements));
    return append(lastId, batch.log(), statements);
  }

  private long append(long lastId, List<LogEntry> entries, Statements statements) {
    int ids = entries
      .stream()
      .mapToInt(entry -> entry.scopes().size())
      .sum();
    if (!arePartitionsThere || !partitions.areInOne(lastId + 1, lastId + ids)) {
      partitions.makeFor(lastId + 1, lastId + ids);
    }
    return SyncLogWriter.append(lastId, entries, statements, gatherer(entries));
  }

  private @Nullable RowCallbackHandler gatherer(List<LogEntry> entries) {
    if (bytes(entries) > HANDED_ON_BYTES_MAX) {
      logged = null;
    }
    List<ProjectedEvent> events = logged;
    return events == null
      ? null
      : row -> events.add(new ProjectedEvent(row.getLong("event_index"), syncLog.event(row)));
  }

  private static long bytes(List<LogEntry> entries) {
    return entries
      .stream()
      .mapToLong(entry -> (entry.data() == null ? 0 : entry.data().length()) * (long) entry.scopes().size())
      .sum();
  }

  private Batch gather(List<DecodedEvent> events) {
    try {
      return new Batch(json, events);
    } catch (RuntimeException contradiction) {
      throw new DataIntegrityViolationException("The events contradict each other", contradiction);
    }
  }
}
