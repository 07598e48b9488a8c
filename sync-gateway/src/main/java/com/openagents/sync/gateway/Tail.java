package com.openagents.sync.gateway;

import com.openagents.sync.gateway.TailState.Kind;
import com.openagents.sync.platform.signal.Signals;
import com.openagents.sync.platform.signal.WakeUp;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.LogNews;
import com.openagents.sync.platform.synclog.LoggedEvent;
import com.openagents.sync.platform.synclog.SyncLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * The one thread that follows the sync log and hands new events to who is live. It never goes past a hole, and starts
 * over where the log is another one than before.
 */
@Component
class Tail implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Tail.class);

  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);
  /** A round over very many sockets does not hold up other scopes for longer. */
  private static final Duration ROUND_AT_MOST = Duration.ofMillis(20);

  private final SyncLog syncLog;
  private final HandedNews handed;
  private final ScopeChannels channels;
  private final Followers followers;
  private final WriterThreads writers;
  private final GatewaySettings settings;
  private final WakeUp wakeUp = new WakeUp();
  private final PageSize batch;
  private volatile @Nullable Standing standing;
  private volatile TailState state = new TailState(Kind.UNREACHABLE, "not read yet");
  private volatile long headId;
  private volatile long readAt = System.nanoTime();
  private volatile boolean running;
  private Thread thread = new Thread();
  private EventChain chain = new EventChain(0, 0);
  // A look that did not reach the end, or failed, is followed by another: what is handed over may begin behind others.
  private boolean isBehind;

  Tail(
    SyncLog syncLog,
    HandedNews handed,
    ScopeChannels channels,
    Followers followers,
    WriterThreads writers,
    Signals signals,
    GatewaySettings settings
  ) {
    this.syncLog = syncLog;
    this.handed = handed;
    this.channels = channels;
    this.followers = followers;
    this.writers = writers;
    this.settings = settings;
    this.batch = new PageSize(settings.pageEventsMax(), settings.pageBytesMax());
    signals.listen(Signals.Topic.EVENTS_PROJECTED, wakeUp::wake);
  }

  @Override
  public void start() {
    running = true;
    followers.follow(this::standing);
    thread = Thread.ofPlatform().daemon().name("sync-tail").start(this::run);
  }

  @Override
  public void stop() {
    running = false;
    wakeUp.wake();
    try {
      var _ = thread.join(STOP_WITHIN);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Before the web server, so that the first subscriber finds it at work. */
  @Override
  public int getPhase() {
    return 0;
  }

  Optional<Standing> standing() {
    return Optional.ofNullable(standing);
  }

  TailState state() {
    return state;
  }

  /** How long ago the log was read. */
  Duration blindFor() {
    return Duration.ofNanos(System.nanoTime() - readAt);
  }

  /** How many events are committed but not yet read here. */
  long lagEvents() {
    Standing now = standing;
    return now == null ? 0 : Math.max(0, headId - now.position());
  }

  private void run() {
    while (running) {
      try {
        if (!step()) {
          wakeUp.await(settings.tailPollEvery());
        }
      } catch (InterruptedException stopped) {
        return;
      } catch (RuntimeException failure) {
        become(new TailState(Kind.UNREACHABLE, String.valueOf(failure.getMessage())));
        pause();
      }
    }
  }

  /** @return whether there may be more to read at once */
  private boolean step() throws InterruptedException {
    Standing now = standing;
    LogNews news = now == null ? new LogNews(syncLog.head(), List.of()) : newsAfter(now);
    LogHead head = news.head();
    headId = head.lastId();
    readAt = System.nanoTime();
    if (now == null || !continues(now, head)) {
      begin(now, head);
      return false;
    }
    if (head.redactions() != now.redactions()) {
      now = withoutRecent(now, head);
      standing = now;
    }
    if (head.lastId() == now.position()) {
      isBehind = false;
      become(TailState.FOLLOWING);
      return false;
    }
    boolean more = advance(now, news);
    isBehind &= more;
    // What comes meanwhile leaves together: fewer frames, and fewer looks into the log.
    writers.awaitIdle(ROUND_AT_MOST);
    return more;
  }

  private LogNews newsAfter(Standing now) {
    Optional<LogNews> next = isBehind ? Optional.empty() : handed.after(now);
    if (next.isPresent()) {
      return next.get();
    }
    isBehind = true;
    return syncLog.news(now.position(), batch.events());
  }

  private static boolean continues(Standing now, LogHead head) {
    return (
      head.epoch().equals(now.epoch()) &&
      head.lastId() >= now.position() &&
      head.firstId() <= now.position() + 1
    );
  }

  /** What memory holds of older events was erased meanwhile; the log tells what is left. */
  private Standing withoutRecent(Standing now, LogHead head) {
    RecentEvents none = new RecentEvents(settings.recentEventsBytesMax(), now.position());
    return new Standing(now.epoch(), now.position(), none, head.redactions());
  }

  private void begin(@Nullable Standing before, LogHead head) {
    handed.forget();
    isBehind = false;
    chain = new EventChain(settings.knownScopesMax(), head.lastId());
    standing = new Standing(head.epoch(), head.lastId(), recentAt(head), head.redactions());
    become(TailState.FOLLOWING);
    if (before != null) {
      log.warn("The sync log does not go on from {}; it is at {} now", before.position(), head);
      channels.clear(before.position()).forEach(followers::start);
    }
  }

  /** The newest events from before, so that clients that come back after a restart don't all ask the database. */
  private RecentEvents recentAt(LogHead head) {
    long after = Math.max(head.firstId() - 1, head.lastId() - settings.recentEventsAtStartMax());
    RecentEvents recent = new RecentEvents(settings.recentEventsBytesMax(), after);
    EventChain known = new EventChain(settings.knownScopesMax(), after);
    PageSize page = new PageSize(settings.pageEventsMax(), settings.pageBytesMax());
    while (after < head.lastId()) {
      List<LoggedEvent> events = page.fit(syncLog.ofAll(after, page.events()));
      for (LoggedEvent event : events) {
        if (event.id() <= head.lastId() && known.flawOf(event).isEmpty()) {
          recent.add(event);
          after = event.id();
        }
      }
      if (events.isEmpty() || events.getLast().id() > after) {
        break;
      }
    }
    return after == head.lastId() ? recent : new RecentEvents(settings.recentEventsBytesMax(), head.lastId());
  }

  private boolean advance(Standing now, LogNews news) {
    LogHead head = news.head();
    List<LoggedEvent> read = news.events();
    List<LoggedEvent> whole = new ArrayList<>();
    Optional<String> flaw = read.isEmpty()
      ? Optional.of("after event %d comes none up to %d".formatted(now.position(), head.lastId()))
      : Optional.empty();
    for (LoggedEvent event : batch.fit(read)) {
      flaw = chain.flawOf(event);
      if (flaw.isPresent()) {
        break;
      }
      now.recent().add(event);
      whole.add(event);
    }
    if (!whole.isEmpty()) {
      deliver(now, whole);
    }
    become(flaw.map(what -> new TailState(Kind.BROKEN, what)).orElse(TailState.FOLLOWING));
    return flaw.isEmpty() && whole.getLast().id() < head.lastId();
  }

  private void deliver(Standing before, List<LoggedEvent> events) {
    long position = events.getLast().id();
    // Published first: who joins from now on has read up to here or waits.
    standing = new Standing(before.epoch(), position, before.recent(), before.redactions());
    channels.deliver(events, before.position(), position).forEach(followers::start);
  }

  private void become(TailState next) {
    if (!next.equals(state)) {
      switch (next.kind()) {
        case FOLLOWING -> log.info("The tail follows the sync log");
        case UNREACHABLE -> log.warn("The sync log can't be read, trying again: {}", next.detail());
        case BROKEN -> log.error("The sync log has a hole, nothing is delivered past it: {}", next.detail());
      }
      state = next;
    }
  }

  private void pause() {
    try {
      wakeUp.await(settings.tailPollEvery());
    } catch (InterruptedException stopped) {
      running = false;
    }
  }
}
