package com.openagents.sync.query.rebuild;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Replays events into the new tables: several threads read and decode pages of them, the run's own folds these together
 * in their order and writes.
 */
final class Replay {

  private static final int PLANNED_EVENTS_MAX = 20_000;

  /** As much as is decoded while what is gathered is written. */
  private static final int PAGES_AHEAD_PER_THREAD = 8;
  private static final String INDEXES = "SELECT global_index FROM event_store.domain_events ";

  /** Hears what is written, in the transaction that writes. */
  interface Listener {
    /** @param contradictions by org, which must be left alone from now on */
    void written(long through, long events, Map<UUID, String> contradictions);
  }

  private final Shadow shadow;
  private final PageDecoder decoder;
  private final RebuildSession session;
  private final JdbcTemplate reader;
  private final ExecutorService threads;
  private final RebuildSettings settings;

  Replay(
    Shadow shadow,
    PageDecoder decoder,
    RebuildSession session,
    JdbcTemplate reader,
    ExecutorService threads,
    RebuildSettings settings
  ) {
    this.shadow = shadow;
    this.decoder = decoder;
    this.session = session;
    this.reader = reader;
    this.threads = threads;
    this.settings = settings;
  }

  /**
   * Replays a range, piece by piece, each in a transaction unless there is one already.
   *
   * @param held by org the first event that is left out
   * @throws UnreadableEvent behind what is written already
   */
  void run(Range range, Map<UUID, Long> held, Listener listener) throws InterruptedException {
    Deque<Ahead> ahead = new ArrayDeque<>();
    Planner planner = new Planner(range);
    Window window = new Window(range.after(), listener);
    try {
      while (true) {
        fill(ahead, pagesAheadMax(window.courtesy), planner, held);
        Ahead next = ahead.poll();
        if (next == null) {
          break;
        }
        Page page = result(next.page());
        if (page.unreadable() != null) {
          window.flush();
          throw new UnreadableEvent(page.unreadable());
        }
        requireDense(range, window.through, page);
        window.add(page);
        if (page.through() < next.range().through()) {
          ahead.addFirst(decode(new Range(page.through(), next.range().through(), range.orgs()), held));
        }
      }
      window.through = range.through();
      window.flush();
    } finally {
      ahead.forEach(it -> it.page().cancel(true));
    }
  }

  private record Ahead(Range range, Future<Page> page) {}

  private Ahead decode(Range range, Map<UUID, Long> held) {
    long bytesMax = settings.pageSizeMax().toBytes();
    return new Ahead(range, threads.submit(() -> decoder.decode(range, held, bytesMax)));
  }

  /** One leaves a core to people who write. */
  private int pagesAheadMax(Courtesy courtesy) {
    return courtesy.isDue() ? 1 : settings.threads() * PAGES_AHEAD_PER_THREAD;
  }

  private void fill(Deque<Ahead> ahead, int pagesMax, Planner planner, Map<UUID, Long> held) {
    while (ahead.size() < pagesMax) {
      Range page = planner.next();
      if (page == null) {
        return;
      }
      ahead.add(decode(page, held));
    }
  }

  private static Page result(Future<Page> page) throws InterruptedException {
    try {
      return page.get();
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof RuntimeException known
        ? known
        : new IllegalStateException(failure.getCause());
    }
  }

  private static void requireDense(Range range, long before, Page page) {
    if (range.orgs() == null && page.events() != page.through() - before) {
      throw new IllegalStateException(
        "The event store has a hole between %d and %d".formatted(before, page.through())
      );
    }
  }

  /** Cuts a range into pages of so many events. */
  private final class Planner {

    private final Range range;
    private final Deque<Long> planned = new ArrayDeque<>();
    private long position;

    Planner(Range range) {
      this.range = range;
      this.position = range.after();
    }

    @Nullable
    Range next() {
      if (position == range.through()) {
        return null;
      }
      long through = range.orgs() == null ? position + settings.pageEventsMax() : nextOfOrgs();
      Range page = new Range(position, Math.min(through, range.through()), range.orgs());
      position = page.through();
      return page;
    }

    /** Events of some orgs may lie far apart. */
    private long nextOfOrgs() {
      if (planned.isEmpty()) {
        Range rest = new Range(position, range.through(), range.orgs());
        List<Long> indexes = reader.query(
          INDEXES + rest.condition() + " LIMIT " + PLANNED_EVENTS_MAX,
          (row, _) -> row.getLong(1),
          rest.parameters()
        );
        for (int last = settings.pageEventsMax(); last <= indexes.size(); last += settings.pageEventsMax()) {
          planned.add(indexes.get(last - 1));
        }
        if (indexes.size() < PLANNED_EVENTS_MAX) {
          planned.add(range.through());
        } else if (planned.isEmpty()) {
          planned.add(indexes.getLast());
        }
      }
      return planned.remove();
    }
  }

  /** What is not written yet. */
  private final class Window {

    private final Listener listener;
    private final Map<UUID, String> contradictions = new HashMap<>();
    private final List<Fold> before = new ArrayList<>();
    private final List<Page.Erasing> erasures = new ArrayList<>();
    private Fold fold = new Fold();
    private long through;
    private long events;
    private final Courtesy courtesy = new Courtesy(new LogLife(reader), settings);

    Window(long after, Listener listener) {
      this.through = after;
      this.listener = listener;
    }

    void add(Page page) throws InterruptedException {
      for (Page.Step step : page.steps()) {
        switch (step) {
          case Page.Changes changes -> fold.then(changes.fold());
          case Page.Erasing erasing -> {
            before.add(fold);
            erasures.add(erasing);
            fold = new Fold();
          }
        }
      }
      through = page.through();
      events += page.events();
      if (fold.size() >= settings.flushRowsMax() || fold.characters() >= settings.flushSizeMax().toBytes()) {
        flush();
      }
      courtesy.rest();
    }

    void flush() {
      session.transaction().executeWithoutResult(_ -> {
        // After a crash of the database it goes on from wherever rows and position agree.
        session.jdbc().execute("SET LOCAL synchronous_commit = off");
        for (int number = 0; number < before.size(); number++) {
          contradictions.putAll(shadow.write(before.get(number)));
          shadow.erase(erasures.get(number).erasure());
        }
        contradictions.putAll(shadow.write(fold));
        listener.written(through, events, contradictions);
      });
      before.clear();
      erasures.clear();
      fold = new Fold();
      events = 0;
    }
  }

  /** An event that nobody here can read. */
  static final class UnreadableEvent extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Page.Unreadable event;

    UnreadableEvent(Page.Unreadable event) {
      super(event.reason());
      this.event = event;
    }

    Page.Unreadable event() {
      return event;
    }
  }
}
