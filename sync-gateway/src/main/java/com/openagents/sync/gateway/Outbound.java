package com.openagents.sync.gateway;

import org.springframework.web.socket.CloseStatus;

/** What waits to go out on a socket. */
sealed interface Outbound {
  /** @param bytes of the text as it goes out */
  record Frame(String text, int bytes) implements Outbound {
    static Frame of(String text) {
      int bytes = text.length();
      for (int at = 0; at < text.length(); at++) {
        char unit = text.charAt(at);
        // In UTF-8 two to three bytes for one char, four for the two of a pair.
        if (unit >= 0x80) {
          bytes += unit < 0x800 || Character.isSurrogate(unit) ? 1 : 2;
        }
      }
      return new Frame(text, bytes);
    }
  }

  record Ping() implements Outbound {}

  record Close(CloseStatus status) implements Outbound {}

  /** The socket is closed already. */
  record Gone() implements Outbound {}
}
