package com.openagents.sync.gateway;

import com.openagents.sync.gateway.Outbound.Frame;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.web.socket.CloseStatus;
import org.springframework.web.socket.PingMessage;
import org.springframework.web.socket.TextMessage;
import org.springframework.web.socket.WebSocketSession;

/** Sends what waits in a socket's queue, one after another, on a thread of its own. */
final class SocketWriter implements Runnable {

  private static final Logger log = LoggerFactory.getLogger(SocketWriter.class);

  /** Long frames go in pieces, so that a slow peer is told from one that does not read at all. */
  private static final int PIECE_CHARS = 16_384;

  private final WebSocketSession session;
  private final OutboundQueue queue;
  private final Pulse pulse;

  SocketWriter(WebSocketSession session, OutboundQueue queue, Pulse pulse) {
    this.session = session;
    this.queue = queue;
    this.pulse = pulse;
  }

  @Override
  public void run() {
    try {
      while (true) {
        switch (queue.take()) {
          case Frame frame -> send(frame.text());
          case Outbound.Ping _ -> ping();
          case Outbound.Close close -> {
            session.close(close.status());
            return;
          }
          case Outbound.Gone _ -> {
            return;
          }
        }
      }
    } catch (IOException | IllegalStateException gone) {
      log.debug("A socket does not take more: {}", gone.toString());
      close(session, CloseStatus.SERVER_ERROR);
    } catch (RuntimeException failure) {
      log.error("A frame could not be sent", failure);
      close(session, CloseStatus.SERVER_ERROR);
    } catch (InterruptedException stopped) {
      close(session, CloseStatus.SERVER_ERROR);
    } finally {
      queue.abandon();
    }
  }

  private void send(String text) throws IOException {
    int from = 0;
    while (from < text.length()) {
      int to = Math.min(from + PIECE_CHARS, text.length());
      if (to < text.length() && Character.isHighSurrogate(text.charAt(to - 1))) {
        to--;
      }
      pulse.sending();
      session.sendMessage(new TextMessage(text.substring(from, to), to == text.length()));
      pulse.sent();
      from = to;
    }
  }

  private void ping() throws IOException {
    pulse.sending();
    session.sendMessage(new PingMessage());
    pulse.sent();
  }

  static void close(WebSocketSession session, CloseStatus status) {
    try {
      session.close(status);
    } catch (IOException alreadyGone) {
      log.debug("A socket was gone before it was closed", alreadyGone);
    }
  }
}
