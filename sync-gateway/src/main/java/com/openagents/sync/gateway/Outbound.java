package com.openagents.sync.gateway;

import com.openagents.sync.gateway.websocket.CloseStatus;
import com.openagents.sync.gateway.websocket.Wire;
import java.nio.charset.StandardCharsets;

/** What waits to go out on a socket, as it goes out. */
abstract sealed class Outbound {

  private final byte[] wire;

  private Outbound(byte[] wire) {
    this.wire = wire;
  }

  /** Not to be changed: many sockets share it. */
  final byte[] wire() {
    return wire;
  }

  final int bytes() {
    return wire.length;
  }

  static final class Frame extends Outbound {

    private Frame(byte[] wire) {
      super(wire);
    }

    static Frame of(String text) {
      return of(text.getBytes(StandardCharsets.UTF_8));
    }

    static Frame of(byte[] utf8) {
      return new Frame(Wire.text(utf8));
    }
  }

  static final class Control extends Outbound {

    static final Control PING = new Control(Wire.ping());

    private Control(byte[] wire) {
      super(wire);
    }

    static Control pong(byte[] payload) {
      return new Control(Wire.pong(payload));
    }
  }

  /** The last one. */
  static final class Close extends Outbound {

    private Close(byte[] wire) {
      super(wire);
    }

    static Close of(CloseStatus status) {
      return new Close(Wire.close(status));
    }
  }
}
