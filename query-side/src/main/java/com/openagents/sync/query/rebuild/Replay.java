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
  private static final int PAGES_AHEAD_PER_THREAD = 3;
  private static final String SIZES =
    "SELECT global_index, octet_length(payload) FROM event_store.domain_events ";

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
    Deque<Future<Page>> ahead = new ArrayDeque<>();
    Planner planner = new Planner(range);
    Window window = new Window(range.after(), listener);
    try {
      while (true) {
        fill(ahead, planner, held);
        Future<Page> next = ahead.poll();
        if (next == null) {
          break;
        }
        Page page = result(next);
        if (page.unreadable() != null) {
          window.flush();
          throw new UnreadableEvent(page.unreadable());
        }
        requireDense(range, window.through, page);
        window.add(page);
      }
      window.through = range.through();
      window.flush();
    } finally {
      ahead.forEach(page -> page.cancel(true));
    }
  }

  private void fill(Deque<Future<Page>> ahead, Planner planner, Map<UUID, Long> held) {
    while (ahead.size() < settings.threads() * PAGES_AHEAD_PER_THREAD) {
      Range page = planner.next();
      if (page == null) {
        return;
      }
      ahead.add(threads.submit(() -> decoder.decode(page, held)));
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

  /** Cuts a range into pages of which each fits into memory. */
  private final class Planner {

    private final Range range;
    private final Deque<Range> planned = new ArrayDeque<>();
    private long position;

    Planner(Range range) {
      this.range = range;
      this.position = range.after();
    }

    @Nullable
    Range next() {
      if (planned.isEmpty() && position < range.through()) {
        plan();
      }
      return planned.poll();
    }

    private void plan() {
      List<long[]> sizes = new ArrayList<>();
      Range rest = new Range(position, range.through(), range.orgs());
      reader.query(
        SIZES + rest.condition() + " LIMIT " + PLANNED_EVENTS_MAX,
        row -> {
          sizes.add(new long[] { row.getLong(1), row.getLong(2) });
        },
        rest.parameters()
      );
      long bytes = 0;
      int events = 0;
      for (long[] event : sizes) {
        bytes += event[1];
        events++;
        if (events >= settings.pageEventsMax() || bytes >= settings.pageSizeMax().toBytes()) {
          add(event[0]);
          bytes = 0;
          events = 0;
        }
      }
      if (sizes.size() < PLANNED_EVENTS_MAX) {
        add(range.through());
      } else if (events > 0) {
        add(sizes.getLast()[0]);
      }
    }

    private void add(long through) {
      if (through > position) {
        planned.add(new Range(position, through, range.orgs()));
        position = through;
      }
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

    Window(long after, Listener listener) {
      this.through = after;
      this.listener = listener;
    }

    void add(Page page) {
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
    }

    void flush() {
      session.transaction().executeWithoutResult(_ -> {
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
