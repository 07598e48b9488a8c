package com.openagents.sync.gateway.websocket;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Frames in the bytes in which they go to clients. A long text goes in pieces, each a frame of its own, so that others may
 * come between: a peer that stops reading amid a text can still hear why it is closed.
 */
public final class Wire {

  /** Of a piece with its header. */
  public static final int PIECE_BYTES_MAX = 16_384;

  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;
  static final int FINAL = 0x80;
  static final int LENGTH_OF_TWO_BYTES = 126;
  static final int LENGTH_OF_EIGHT_BYTES = 127;

  private static final int SHORT_HEADER_BYTES = 2;
  private static final int HEADER_BYTES = 4;
  private static final int PAYLOAD_BYTES_MAX = PIECE_BYTES_MAX - HEADER_BYTES;
  private static final int CLOSE_REASON_BYTES_MAX = 123;

  private Wire() {}

  public static byte[] text(byte[] utf8) {
    int pieces = Math.max(1, Math.ceilDiv(utf8.length, PAYLOAD_BYTES_MAX));
    int last = utf8.length - (pieces - 1) * PAYLOAD_BYTES_MAX;
    ByteBuffer wire = ByteBuffer.allocate((pieces - 1) * PIECE_BYTES_MAX + headerBytes(last) + last);
    for (int piece = 0; piece < pieces; piece++) {
      boolean isLast = piece == pieces - 1;
      int length = isLast ? last : PAYLOAD_BYTES_MAX;
      header(wire, (isLast ? FINAL : 0) | (piece == 0 ? TEXT : CONTINUATION), length);
      wire.put(utf8, piece * PAYLOAD_BYTES_MAX, length);
    }
    return wire.array();
  }

  public static byte[] ping() {
    return control(PING, new byte[0]);
  }

  public static byte[] pong(byte[] payload) {
    return control(PONG, payload);
  }

  public static byte[] close(CloseStatus status) {
    byte[] reason = status.reason().getBytes(StandardCharsets.UTF_8);
    int length = Math.min(reason.length, CLOSE_REASON_BYTES_MAX);
    byte[] payload = new byte[2 + length];
    ByteBuffer.wrap(payload)
      .putShort((short) status.code())
      .put(reason, 0, length);
    return control(CLOSE, payload);
  }

  /** How many bytes the piece has that begins there, its header included. */
  public static int pieceBytes(byte[] wire, int at) {
    int length = wire[at + 1] & 0x7F;
    return length == LENGTH_OF_TWO_BYTES
      ? HEADER_BYTES + (((wire[at + 2] & 0xFF) << 8) | (wire[at + 3] & 0xFF))
      : SHORT_HEADER_BYTES + length;
  }

  private static byte[] control(int opcode, byte[] payload) {
    ByteBuffer wire = ByteBuffer.allocate(SHORT_HEADER_BYTES + payload.length);
    header(wire, FINAL | opcode, payload.length);
    return wire.put(payload).array();
  }

  private static int headerBytes(int length) {
    return length < LENGTH_OF_TWO_BYTES ? SHORT_HEADER_BYTES : HEADER_BYTES;
  }

  private static void header(ByteBuffer wire, int first, int length) {
    wire.put((byte) first);
    if (length < LENGTH_OF_TWO_BYTES) {
      wire.put((byte) length);
    } else {
      wire.put((byte) LENGTH_OF_TWO_BYTES).putShort((short) length);
    }
  }
}
