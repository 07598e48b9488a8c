package com.openagents.sync.gateway;

import java.nio.charset.StandardCharsets;
import org.springframework.web.socket.CloseStatus;

/** What waits to go out on a socket. */
sealed interface Outbound {
  /** @param bytes of the text as it goes out */
  record Frame(String text, int bytes) implements Outbound {
    static Frame of(String text) {
      return new Frame(text, text.getBytes(StandardCharsets.UTF_8).length);
    }
  }

  record Ping() implements Outbound {}

  record Close(CloseStatus status) implements Outbound {}
}
