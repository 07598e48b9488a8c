package com.openagents.sync.gateway;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.ClientFrame;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.api.sync.ServerFrame;
import com.openagents.sync.gateway.Outbound.Frame;
import com.openagents.sync.gateway.websocket.CloseStatus;
import com.openagents.sync.platform.access.Caller;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;

/** One client's connection: reads its frames one after another and keeps its subscriptions. */
final class SyncSocket {

  static final CloseStatus TOKEN_EXPIRED = new CloseStatus(4401, "token_expired");

  private static final Logger log = LoggerFactory.getLogger(SyncSocket.class);

  private final Parts parts;
  private final OutboundQueue queue;
  private final Lane lane;
  private final Map<Scope, Subscription> subscriptions = new ConcurrentHashMap<>();
  private volatile Caller caller;
  private volatile boolean over;

  /** What all sockets share. */
  record Parts(
    ClientFrames clientFrames,
    ServerFrames frames,
    Access access,
    Followers followers,
    ScopeChannels channels,
    GatewaySettings settings
  ) {}

  SyncSocket(Parts parts, Caller caller, OutboundQueue queue) {
    this.parts = parts;
    this.caller = caller;
    this.queue = queue;
    this.lane = new Lane(queue, () -> this.caller);
  }

  void receiveBinary() throws InterruptedException {
    refuse(
      new Rejected(RejectionCode.FRAME_BINARY, "Send text frames; binary ones are not understood."),
      null
    );
  }

  /** Handles one text frame. Waits while the answers find no room: who does not read is not read from. */
  void receive(String text) throws InterruptedException {
    if (over) {
      return;
    }
    try {
      switch (parts.clientFrames().read(text)) {
        case ClientFrame.Subscribe wish -> subscribe(wish);
        case ClientFrame.Unsubscribe wish -> unsubscribe(Scope.parse(wish.scope()));
        case ClientFrame.Auth auth -> authenticate(auth);
        case ClientFrame.Ping _ -> queue.put(parts.frames().frame(new ServerFrame.Pong()));
      }
    } catch (Rejected rejected) {
      refuse(rejected, parts.clientFrames().scopeOf(text));
    } catch (DataAccessException failure) {
      log.warn("A frame could not be handled: {}", failure.getMessage());
      refuse(
        new Rejected(RejectionCode.UNAVAILABLE, "The database does not answer now. Try again."),
        parts.clientFrames().scopeOf(text)
      );
    } catch (RuntimeException failure) {
      log.error("A frame could not be handled", failure);
      refuse(
        new Rejected(RejectionCode.INTERNAL, "Something broke here; it is in the log. Try again."),
        parts.clientFrames().scopeOf(text)
      );
    }
  }

  /** The peer did what it may not do. */
  void end(CloseStatus status) {
    boolean tooLarge = status.equals(CloseStatus.TOO_LARGE);
    finish(status, tooLarge ? List.of(parts.frames().error(tooLarge(), null)) : List.of());
  }

  private Rejected tooLarge() {
    int max = parts.settings().inboundFrameBytesMax();
    return new Rejected(RejectionCode.PAYLOAD_TOO_LARGE, "A frame holds at most " + max + " bytes.");
  }

  private void refuse(Rejected rejected, @Nullable String scope) throws InterruptedException {
    queue.put(parts.frames().error(rejected, scope));
  }

  /** Closes the socket after these last words; nothing else goes out any more. */
  void finish(CloseStatus status, List<Frame> lastWords) {
    queue.finish(status, lastWords);
    leaveAll();
  }

  /** Closes the socket if its token has expired. */
  void closeIfExpired(Instant now) {
    if (!over && now.isAfter(caller.expiresAt())) {
      Rejected expired = new Rejected(
        RejectionCode.TOKEN_EXPIRED,
        "The token has expired. Connect again with a fresh one."
      );
      finish(TOKEN_EXPIRED, List.of(parts.frames().error(expired, null)));
    }
  }

  /** The connection is gone. */
  void gone() {
    queue.abandon();
    leaveAll();
  }

  int subscriptionCount() {
    return (int) subscriptions
      .values()
      .stream()
      .filter(subscription -> !subscription.phase().isOver())
      .count();
  }

  private void subscribe(ClientFrame.Subscribe wish) {
    Scope scope = Scope.parse(wish.scope());
    ModelsFilter models = ModelsFilter.of(wish.models());
    leave(scope);
    requireRoom();
    parts.access().require(caller, scope);
    Subscription subscription = new Subscription(scope, models, lane, wish.lastSyncId(), wish.epoch());
    subscriptions.put(scope, subscription);
    if (over) {
      leaveAll();
    } else {
      parts.followers().start(subscription);
    }
  }

  private void requireRoom() {
    int max = parts.settings().subscriptionsPerSocketMax();
    subscriptions.values().removeIf(subscription -> subscription.phase().isOver());
    if (subscriptions.size() >= max) {
      throw new Rejected(
        RejectionCode.TOO_MANY_SUBSCRIPTIONS,
        "A socket holds at most " + max + " subscriptions. Unsubscribe from one first."
      );
    }
    if (lane.following().get() >= 2 * max) {
      throw new Rejected(
        RejectionCode.OVERLOADED,
        "Earlier subscriptions are still being ended. Wait a moment."
      );
    }
  }

  private void unsubscribe(Scope scope) throws InterruptedException {
    leave(scope);
    queue.put(parts.frames().frame(new ServerFrame.Unsubscribed(scope.toString())));
  }

  private void authenticate(ClientFrame.Auth auth) throws InterruptedException {
    Caller fresh = parts.access().caller(auth.token());
    if (!fresh.subject().equals(caller.subject())) {
      throw new Rejected(
        RejectionCode.FORBIDDEN,
        "The token is of someone else. Open a connection of its own."
      );
    }
    Map<Scope, Rejected> lost = lostBy(fresh);
    caller = fresh;
    queue.put(parts.frames().frame(new ServerFrame.Authenticated(fresh.expiresAt())));
    for (Map.Entry<Scope, Rejected> scope : lost.entrySet()) {
      leave(scope.getKey());
      refuse(scope.getValue(), scope.getKey().toString());
    }
  }

  /** A fresh token may allow less than the one before. */
  private Map<Scope, Rejected> lostBy(Caller fresh) {
    Map<Scope, Rejected> lost = new HashMap<>();
    for (Scope scope : subscriptions.keySet()) {
      try {
        parts.access().require(fresh, scope);
      } catch (Rejected rejected) {
        lost.put(scope, rejected);
      }
    }
    return lost;
  }

  private void leave(Scope scope) {
    Subscription subscription = subscriptions.remove(scope);
    if (subscription != null) {
      parts.channels().leave(subscription);
    }
  }

  private void leaveAll() {
    over = true;
    subscriptions.keySet().forEach(this::leave);
  }
}
