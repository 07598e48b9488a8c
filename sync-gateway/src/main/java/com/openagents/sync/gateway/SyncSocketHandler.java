package com.openagents.sync.gateway;

import com.openagents.sync.platform.access.Caller;
import jakarta.websocket.Session;
import java.util.Map;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;
import org.springframework.web.socket.BinaryMessage;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketHandler;
import org.springframework.web.socket.WebSocketMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.adapter.NativeWebSocketSession;

/** The container's side of {@code /sync}. */
@Component
class SyncSocketHandler implements WebSocketHandler {

  private static final Logger log = LoggerFactory.getLogger(SyncSocketHandler.class);

  /** Tomcat's names for how long a send may block, and how long it tries to tell the peer why it closes. */
  private static final String SEND_TIMEOUT = "org.apache.tomcat.websocket.BLOCKING_SEND_TIMEOUT";
  private static final String CLOSE_TIMEOUT =
    "org.apache.tomcat.websocket.ABNORMAL_SESSION_CLOSE_SEND_TIMEOUT";

  private final SyncSockets sockets;
  private final GatewaySettings settings;

  SyncSocketHandler(SyncSockets sockets, GatewaySettings settings) {
    this.sockets = sockets;
    this.settings = settings;
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession session) {
    Session tomcats = ((NativeWebSocketSession) session).getNativeSession(Session.class);
    Map<String, Object> properties = Objects.requireNonNull(tomcats).getUserProperties();
    // Longer than the stall that cuts a socket, so that the cut comes first and can say why.
    properties.put(
      SEND_TIMEOUT,
      settings.sendStalledAtMost().plus(settings.closeWithin().multipliedBy(2)).toMillis()
    );
    properties.put(CLOSE_TIMEOUT, settings.closeWithin().toMillis());
    Object caller = session.getAttributes().get(Handshake.CALLER);
    sockets.opened(session, (Caller) Objects.requireNonNull(caller));
  }

  @Override
  public void handleMessage(WebSocketSession session, WebSocketMessage<?> message)
    throws InterruptedException {
    sockets.seen(session);
    SyncSocket socket = sockets.of(session);
    if (socket == null) {
      return;
    }
    switch (message) {
      case TextMessage text -> socket.receive(text.getPayload(), text.isLast());
      case BinaryMessage binary when binary.isLast() -> socket.receiveBinary();
      default -> {
      }
    }
  }

  @Override
  public void handleTransportError(WebSocketSession session, Throwable failure) {
    log.debug("A socket broke: {}", failure.toString());
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
    sockets.closed(session);
  }

  /** Partial, so that an idle socket needs no buffer for the largest frame. */
  @Override
  public boolean supportsPartialMessages() {
    return true;
  }
}
