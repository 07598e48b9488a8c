package com.openagents.sync.bench.load;

import java.nio.ByteBuffer;

/** Frames of a client. They must be masked; a mask of zeros leaves them as they are. */
final class WebSocketFrames {

  private static final int FINAL_TEXT = 0x81;
  private static final int FINAL_PONG = 0x8a;
  private static final int MASKED = 0x80;
  private static final int SHORT_MAX = 125;
  private static final int TWO_BYTES = 126;
  private static final int HEAD_BYTES_MAX = 8;

  private WebSocketFrames() {}

  static byte[] text(String text) {
    byte[] payload = Marker.ascii(text);
    return frame(FINAL_TEXT, payload, 0, payload.length);
  }

  static byte[] pong(byte[] bytes, int from, int to) {
    return frame(FINAL_PONG, bytes, from, to);
  }

  private static byte[] frame(int kind, byte[] bytes, int from, int to) {
    int length = to - from;
    ByteBuffer frame = ByteBuffer.allocate(HEAD_BYTES_MAX + length).put((byte) kind);
    if (length <= SHORT_MAX) {
      frame.put((byte) (MASKED | length));
    } else {
      frame.put((byte) (MASKED | TWO_BYTES)).putShort((short) length);
    }
    frame.putInt(0).put(bytes, from, length).flip();
    byte[] whole = new byte[frame.remaining()];
    frame.get(whole);
    return whole;
  }
}
