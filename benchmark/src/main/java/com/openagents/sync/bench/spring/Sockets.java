package com.openagents.sync.bench.spring;

import java.io.IOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;
import org.springframework.web.socket.handler.TextWebSocketHandler;
import tools.jackson.databind.json.JsonMapper;

/** Tells everybody of each row. */
final class Sockets extends TextWebSocketHandler {

  private final Set<WebSocketSession> sessions = ConcurrentHashMap.newKeySet();
  private final JsonMapper json;

  Sockets(JsonMapper json) {
    this.json = json;
  }

  @Override
  public void afterConnectionEstablished(WebSocketSession session) {
    sessions.add(session);
  }

  @Override
  public void afterConnectionClosed(WebSocketSession session, CloseStatus status) {
    sessions.remove(session);
  }

  void broadcast(MessageRow row) {
    TextMessage text = new TextMessage(json.writeValueAsBytes(row));
    for (WebSocketSession session : sessions) {
      send(session, text);
    }
  }

  private void send(WebSocketSession session, TextMessage text) {
    // A session takes one message at a time.
    synchronized (session) {
      try {
        session.sendMessage(text);
      } catch (IOException | IllegalStateException gone) {
        sessions.remove(session);
      }
    }
  }
}
