package com.openagents.sync.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Reads WebSocket frames (RFC 6455) as far as their headers; what is in them is searched, not parsed. */
final class WebSocketSubscriber extends Subscriber {

  private static final byte[] SWITCHING = Marker.ascii("HTTP/1.1 101");
  private static final byte[] NOTHING = {};
  private static final int FINAL = 0x80;
  private static final int PING = 9;
  private static final int CLOSE = 8;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;

  private static final int SHORT = 300;
  private static final List<String> OTHERS = List.of("\"type\":\"resync\"", "\"type\":\"error\"");

  private final Following.WebSocket following;
  private boolean open;
  private byte[] begun = NOTHING;

  WebSocketSubscriber(
    SocketChannel channel,
    Loop loop,
    int number,
    Gathering gathering,
    Following.WebSocket following
  ) {
    super(channel, loop, number, gathering);
    this.following = following;
  }

  @Override
  void begin() {
    send(
      Marker.ascii(
        "GET %s HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n".formatted(
          following.path()
        ) +
          "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n" +
          following.headers() +
          "\r\n"
      )
    );
  }

  @Override
  int take(byte[] bytes, int from, int to) throws IOException {
    int at = from;
    if (!open) {
      int head = Http.endOfHead(bytes, from, to);
      if (head < 0) {
        return from;
      }
      requireSwitched(bytes, from);
      open = true;
      following.first().ifPresentOrElse(first -> send(WebSocketFrames.text(first)), this::isReady);
      at = head;
    }
    while (at + 2 <= to) {
      int next = frame(bytes, at, to);
      if (next < 0) {
        return at;
      }
      at = next;
    }
    return at;
  }

  /** @return the index behind the frame, or -1 if it is not whole */
  private int frame(byte[] bytes, int at, int to) throws IOException {
    long length = bytes[at + 1] & 0x7f;
    int payload = at + 2;
    if (length == TWO_BYTES || length == EIGHT_BYTES) {
      int lengthBytes = length == TWO_BYTES ? 2 : 8;
      if (payload + lengthBytes > to) {
        return -1;
      }
      length = 0;
      for (int i = 0; i < lengthBytes; i++) {
        length = (length << 8) | (bytes[payload++] & 0xff);
      }
    }
    int end = Math.toIntExact(payload + length);
    if (end > to) {
      return -1;
    }
    switch (bytes[at] & 0x0f) {
      case PING -> send(WebSocketFrames.pong(bytes, payload, end));
      case CLOSE -> throw new IOException("The server closed the socket");
      default -> part((bytes[at] & FINAL) != 0, bytes, payload, end);
    }
    return end;
  }

  /** A large text comes in parts that end anywhere, also within what is searched for. */
  private void part(boolean last, byte[] bytes, int from, int to) throws IOException {
    if (last && begun.length == 0) {
      text(bytes, from, to);
      return;
    }
    int length = begun.length;
    begun = Arrays.copyOf(begun, length + to - from);
    System.arraycopy(bytes, from, begun, length, to - from);
    if (last) {
      byte[] whole = begun;
      begun = NOTHING;
      text(whole, 0, whole.length);
    }
  }

  private void text(byte[] bytes, int from, int to) throws IOException {
    String begin = new String(bytes, from, Math.min(SHORT, to - from), StandardCharsets.ISO_8859_1);
    if (OTHERS.stream().anyMatch(begin::contains)) {
      throw new IOException("The server said " + begin);
    }
    if (!ready() && following.isReady(bytes, from, to)) {
      isReady();
    }
    arrived(bytes, from, to);
  }

  private static void requireSwitched(byte[] bytes, int from) throws IOException {
    for (int i = 0; i < SWITCHING.length; i++) {
      if (bytes[from + i] != SWITCHING[i]) {
        throw new IOException("The WebSocket handshake was refused");
      }
    }
  }
}
