package com.openagents.sync.gateway;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.ServerFrame;
import com.openagents.sync.gateway.Outbound.Frame;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.signal.WakeUp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
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
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.WebSocketSession;

/** All open sockets: looks after their tokens and heartbeats, and closes them when the app stops. */
@Component
class SyncSockets implements SmartLifecycle {

  static final CloseStatus TOO_SLOW = new CloseStatus(4408, "too slow: connect again from your cursor");
  static final CloseStatus SILENT = new CloseStatus(4408, "no sign of life: connect again from your cursor");

  private static final Logger log = LoggerFactory.getLogger(SyncSockets.class);
  private static final Duration LOOK_EVERY = Duration.ofMillis(250);

  private final SyncSocket.Parts parts;
  private final GatewaySettings settings;
  private final Reconnects reconnects;
  private final Tail tail;
  private final Map<String, Open> open = new ConcurrentHashMap<>();
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
    GatewaySettings settings
  ) {
    this.parts = new SyncSocket.Parts(clientFrames, frames, access, followers, channels, settings);
    this.settings = settings;
    this.tail = tail;
    this.reconnects = new Reconnects(settings.reconnectsPerSecondMax(), settings.reconnectSpreadAtMost());
  }

  private record Open(WebSocketSession session, SyncSocket socket, OutboundQueue queue, Pulse pulse) {}

  void opened(WebSocketSession session, Caller caller) {
    OutboundQueue queue = new OutboundQueue(settings.outboundQueueBytesMax());
    Pulse pulse = new Pulse(settings, System::nanoTime);
    Open socket = new Open(session, new SyncSocket(parts, caller, queue), queue, pulse);
    open.put(session.getId(), socket);
    Thread.ofVirtual()
      .name("sync-write-" + session.getId())
      .start(new SocketWriter(session, queue, pulse));
    if (stopping || isBlind()) {
      dismiss(socket, open.size());
    }
  }

  /** Something came from the peer. */
  void seen(WebSocketSession session) {
    Open socket = open.get(session.getId());
    if (socket != null) {
      socket.pulse().seen();
    }
  }

  @Nullable
  SyncSocket of(WebSocketSession session) {
    Open socket = open.get(session.getId());
    return socket == null ? null : socket.socket();
  }

  void closed(WebSocketSession session) {
    Open socket = open.remove(session.getId());
    if (socket != null) {
      socket.socket().gone();
    }
    if (stopping && open.isEmpty()) {
      allClosed.wake();
    }
  }

  int count() {
    return open.size();
  }

  int subscriptionCount() {
    return open
      .values()
      .stream()
      .mapToInt(socket -> socket.socket().subscriptionCount())
      .sum();
  }

  long queuedBytes() {
    return open
      .values()
      .stream()
      .mapToLong(socket -> socket.queue().bytes())
      .sum();
  }

  @Override
  public void start() {
    running = true;
    clock = Executors.newSingleThreadScheduledExecutor(
      Thread.ofPlatform().daemon().name("sync-heartbeat").factory()
    );
    var _ = clock.scheduleWithFixedDelay(this::look, 0, LOOK_EVERY.toMillis(), TimeUnit.MILLISECONDS);
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
    open.values().forEach(socket -> dismiss(socket, sockets));
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
  private void dismiss(Open socket, int sockets) {
    Duration after = reconnects.after(sockets, RandomGenerator.getDefault());
    Frame frame = parts.frames().frame(new ServerFrame.Reconnect(after.toMillis()));
    socket.socket().finish(CloseStatus.GOING_AWAY, List.of(frame));
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  private void look() {
    Instant now = Instant.now();
    sendAwayIfBlind();
    for (Open socket : open.values()) {
      try {
        socket.socket().closeIfExpired(now);
        look(socket);
      } catch (RuntimeException failure) {
        log.error("A socket could not be looked after", failure);
      }
    }
  }

  /** A node that answers pings and delivers nothing would keep its clients from those that do. */
  private void sendAwayIfBlind() {
    boolean before = blind;
    blind = isBlind();
    if (blind && !before) {
      log.warn("The sync log can't be read: sockets are sent to other nodes: {}", open.size());
      int sockets = open.size();
      open.values().forEach(socket -> dismiss(socket, sockets));
    }
  }

  private boolean isBlind() {
    return tail.blindFor().compareTo(settings.blindAtMost()) > 0;
  }

  private void look(Open socket) {
    switch (socket.pulse().verdict()) {
      case WELL -> {
      }
      case PING_DUE -> socket.queue().ping();
      case SILENT -> socket.socket().finish(SILENT, List.of(parts.frames().error(noSignOfLife(), null)));
      case STALLED -> cut(socket, TOO_SLOW);
    }
  }

  private static Rejected noSignOfLife() {
    return new Rejected(RejectionCode.TOO_SLOW, "You gave no sign of life. Connect again from your cursor.");
  }

  /** Closes past the queue, which is stuck amid a frame, so that the reason is all there is to tell; on a thread of its own, since telling the peer may take a while. */
  private void cut(Open socket, CloseStatus status) {
    if (open.remove(socket.session().getId(), socket)) {
      log.info("A socket is cut: {}", status.getReason());
      socket.socket().gone();
      Thread.ofVirtual().start(() -> SocketWriter.close(socket.session(), status));
    }
  }
}
