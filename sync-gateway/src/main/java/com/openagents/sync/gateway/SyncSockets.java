package com.openagents.sync.gateway;

import com.openagents.sync.api.sync.ServerFrame;
import com.openagents.sync.gateway.Outbound.Frame;
import com.openagents.sync.gateway.websocket.CloseStatus;
import com.openagents.sync.gateway.websocket.Connection;
import com.openagents.sync.gateway.websocket.Listener;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.signal.WakeUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** All open sockets: looks after their tokens and heartbeats, and closes them when the app stops. */
@Component
class SyncSockets implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(SyncSockets.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);
  /** At all sockets: there may be many, and nothing about them is more urgent. */
  private static final Duration LOOK_AT_ALL_EVERY = Duration.ofSeconds(2);

  private final SyncSocket.Parts parts;
  private final WriterThreads writers;
  private final GatewaySettings settings;
  private final Reconnects reconnects;
  private final Tail tail;
  private final Set<OpenSocket> open = ConcurrentHashMap.newKeySet();
  /** Those that were told to close and have not done so yet. */
  private final Set<OpenSocket> parting = ConcurrentHashMap.newKeySet();
  private final WakeUp allClosed = new WakeUp();
  private volatile boolean running;
  private volatile boolean stopping;
  private boolean blind;
  private @Nullable ScheduledExecutorService clock;

  SyncSockets(
    ClientFrames clientFrames,
    ServerFrames frames,
    Access access,
    Followers followers,
    ScopeChannels channels,
    Tail tail,
    WriterThreads writers,
    GatewaySettings settings
  ) {
    this.parts = new SyncSocket.Parts(clientFrames, frames, access, followers, channels, settings);
    this.writers = writers;
    this.settings = settings;
    this.tail = tail;
    this.reconnects = new Reconnects(settings.reconnectsPerSecondMax(), settings.reconnectSpreadAtMost());
  }

  Listener open(Connection connection, Caller caller) {
    OpenSocket socket = new OpenSocket(this, parts, connection, caller, writers.one());
    open.add(socket);
    if (stopping || isBlind()) {
      dismiss(socket, open.size());
    }
    return socket;
  }

  void parting(OpenSocket socket) {
    parting.add(socket);
    left(socket);
  }

  void gone(OpenSocket socket) {
    left(socket);
    parting.remove(socket);
  }

  private void left(OpenSocket socket) {
    open.remove(socket);
    if (stopping && open.isEmpty()) {
      allClosed.wake();
    }
  }

  int count() {
    return open.size();
  }

  int subscriptionCount() {
    return open.stream().mapToInt(OpenSocket::subscriptionCount).sum();
  }

  long queuedBytes() {
    return open.stream().mapToLong(OpenSocket::queuedBytes).sum();
  }

  @Override
  public void start() {
    running = true;
    clock = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().daemon().name("sync-heartbeat").factory()
    );
    // More often where pings are closer together than that.
    Duration half = settings.pingEvery().dividedBy(2);
    every(half.compareTo(LOOK_AT_ALL_EVERY) < 0 ? half : LOOK_AT_ALL_EVERY, clock, () -> lookAt(open));
    every(LOOK_EVERY, clock, () -> {
      sendAwayIfBlind();
      lookAt(parting);
    });
  }

  /** Before the web server stops: who is connected shall hear of it, and when to come back. */
  @Override
  public void stop() {
    running = false;
    stopping = true;
    if (clock != null) {
      clock.shutdownNow();
    }
    int sockets = open.size();
    open.forEach(socket -> dismiss(socket, sockets));
    if (open.isEmpty()) {
      return;
    }
    try {
      allClosed.await(settings.closeWithin());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  /** What waits to go out is dropped: the client goes on from its cursor elsewhere. */
  private void dismiss(OpenSocket socket, int sockets) {
    Duration after = reconnects.after(sockets, RandomGenerator.getDefault());
    Frame frame = parts.frames().frame(new ServerFrame.Reconnect(after.toMillis()));
    socket.finish(CloseStatus.GOING_AWAY, List.of(frame));
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private static void every(Duration delay, ScheduledExecutorService clock, Runnable work) {
    var _ = clock.scheduleWithFixedDelay(work, 0, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void lookAt(Set<OpenSocket> sockets) {
    Instant now = Instant.now();
    sockets.forEach(socket -> look(socket, now));
  }

  private static void look(OpenSocket socket, Instant now) {
    try {
      socket.look(now);
    } catch (RuntimeException failure) {
      log.error("A socket could not be looked after", failure);
    }
  }

  /** A node that answers pings and delivers nothing would keep its clients from those that do. */
  private void sendAwayIfBlind() {
    boolean before = blind;
    blind = isBlind();
    if (blind && !before) {
      log.warn("The sync log can't be read: sockets are sent to other nodes: {}", open.size());
      int sockets = open.size();
      open.forEach(socket -> dismiss(socket, sockets));
    }
  }

  private boolean isBlind() {
    return tail.blindFor().compareTo(settings.blindAtMost()) > 0;
  }
}
