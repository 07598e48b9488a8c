package com.openagents.sync.gateway.websocket;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Reads a client's frames from bytes as they come, in any pieces. Holds no buffer between frames. */
final class FrameReader {

  private static final int CONTROL_BYTES_MAX = 125;
  private static final int MASK_BYTES = 4;
  private static final int HEADER_BYTES_MAX = 14;

  private final int textBytesMax;
  private final byte[] header = new byte[HEADER_BYTES_MAX];
  private int headerBytes;
  private boolean inPayload;
  private int opcode;
  private boolean last;
  private long payloadLeft;
  private int maskAt;
  /** Of the message in hand, 0 for none. */
  private int message;
  private @Nullable ByteArrayOutputStream text;
  private @Nullable ByteArrayOutputStream control;

  FrameReader(int textBytesMax) {
    this.textBytesMax = textBytesMax;
  }

  /** @return false if the peer closed: what comes after that is not read */
  boolean read(ByteBuffer bytes, Listener listener) throws Violation, InterruptedException {
    while (inPayload || readHeader(bytes)) {
      readPayload(bytes);
      if (payloadLeft > 0) {
        return true;
      }
      inPayload = false;
      headerBytes = 0;
      if (!finishFrame(listener)) {
        return false;
      }
    }
    return true;
  }

  private boolean readHeader(ByteBuffer bytes) throws Violation {
    while (bytes.hasRemaining()) {
      header[headerBytes++] = bytes.get();
      if (headerBytes >= 2 && headerBytes == headerBytesWanted()) {
        beginFrame();
        return true;
      }
    }
    return false;
  }

  private int headerBytesWanted() {
    return 2 + lengthBytes() + MASK_BYTES;
  }

  private int lengthBytes() {
    return switch (header[1] & 0x7F) {
      case Wire.LENGTH_OF_TWO_BYTES -> Short.BYTES;
      case Wire.LENGTH_OF_EIGHT_BYTES -> Long.BYTES;
      default -> 0;
    };
  }

  private void beginFrame() throws Violation {
    last = (header[0] & Wire.FINAL) != 0;
    opcode = header[0] & 0x0F;
    ByteBuffer length = ByteBuffer.wrap(header, 2, Long.BYTES);
    payloadLeft = switch (lengthBytes()) {
      case Short.BYTES -> length.getShort() & 0xFFFF;
      case Long.BYTES -> length.getLong();
      default -> header[1] & 0x7F;
    };
    maskAt = 0;
    inPayload = true;
    boolean extended = (header[0] & 0x70) != 0;
    boolean masked = (header[1] & 0x80) != 0;
    if (extended || !masked || payloadLeft < 0) {
      throw new Violation(CloseStatus.PROTOCOL_ERROR);
    }
    switch (opcode) {
      case Wire.TEXT, Wire.BINARY -> beginMessage();
      case Wire.CONTINUATION -> require(message != 0);
      case Wire.CLOSE, Wire.PING, Wire.PONG -> {
        require(last && payloadLeft <= CONTROL_BYTES_MAX);
        control = new ByteArrayOutputStream((int) payloadLeft);
      }
      default -> throw new Violation(CloseStatus.PROTOCOL_ERROR);
    }
    if (!isControl() && text != null && text.size() + payloadLeft > textBytesMax) {
      throw new Violation(CloseStatus.TOO_LARGE);
    }
  }

  private void beginMessage() throws Violation {
    require(message == 0);
    message = opcode;
    text = opcode == Wire.TEXT ? new ByteArrayOutputStream((int) Math.min(payloadLeft, textBytesMax)) : null;
  }

  private void readPayload(ByteBuffer bytes) {
    int length = (int) Math.min(bytes.remaining(), payloadLeft);
    int mask = headerBytes - MASK_BYTES;
    ByteArrayOutputStream sink = isControl() ? control : text;
    for (int at = 0; at < length; at++) {
      int plain = bytes.get() ^ header[mask + (maskAt++ & 3)];
      if (sink != null) {
        sink.write(plain);
      }
    }
    payloadLeft -= length;
  }

  private boolean finishFrame(Listener listener) throws Violation, InterruptedException {
    if (isControl()) {
      return finishControl(listener);
    }
    if (last && message == Wire.BINARY) {
      message = 0;
      listener.binary();
    } else if (last && text != null) {
      String whole = decoded(text.toByteArray());
      message = 0;
      text = null;
      listener.text(whole);
    }
    return true;
  }

  private boolean finishControl(Listener listener) throws Violation {
    byte[] payload = control == null ? new byte[0] : control.toByteArray();
    control = null;
    switch (opcode) {
      case Wire.PING -> listener.ping(payload);
      case Wire.CLOSE -> {
        listener.closed(closeStatus(payload));
        return false;
      }
      default -> {
        // A pong is a sign of life, nothing more.
      }
    }
    return true;
  }

  /** What is sent back to who closes: the code that it gave. */
  private static CloseStatus closeStatus(byte[] payload) throws Violation {
    if (payload.length == 0) {
      return CloseStatus.NORMAL;
    }
    require(payload.length >= 2);
    int code = ByteBuffer.wrap(payload).getShort() & 0xFFFF;
    require((code >= 1000 && code <= 1014 && (code < 1004 || code > 1006)) || (code >= 3000 && code < 5000));
    return new CloseStatus(code, "");
  }

  private boolean isControl() {
    return opcode >= Wire.CLOSE;
  }

  private static String decoded(byte[] utf8) throws Violation {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(utf8)).toString();
    } catch (CharacterCodingException notText) {
      throw new Violation(CloseStatus.NOT_UTF_8);
    }
  }

  private static void require(boolean kept) throws Violation {
    if (!kept) {
      throw new Violation(CloseStatus.PROTOCOL_ERROR);
    }
  }
}
