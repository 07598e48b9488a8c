package com.openagents.sync.bench.load;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** How one follows. */
public sealed interface Following {
  /**
   * @param headers lines of the handshake, each with its end
   * @param first the text to send once the socket is open, if any
   * @param readySign what a text contains that says that all is followed now; without {@code first} an open socket is
   *     enough
   */
  record WebSocket(
    String path,
    String headers,
    Optional<String> first,
    String readySign
  ) implements Following {
    public static WebSocket of(String path) {
      return new WebSocket(path, "", Optional.empty(), "");
    }

    boolean isReady(byte[] bytes, int from, int to) {
      return new String(bytes, from, to - from, StandardCharsets.UTF_8).contains(readySign);
    }
  }

  /** NATS's own protocol. */
  record Nats(String subject) implements Following {}
}
