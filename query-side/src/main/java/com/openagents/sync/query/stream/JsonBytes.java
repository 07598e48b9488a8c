package com.openagents.sync.query.stream;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** JSON in bytes on its way to a stream, many to a write. */
public final class JsonBytes {

  private static final int FLUSH_BYTES = 32_768;
  private static final int MICROSECOND_DIGITS = 6;
  private static final int SECONDS_CHARS = "2026-01-02T03:04:05".length();
  private static final int UUID_BYTES = 16;
  private static final int UUID_CHARS = 36;
  private static final byte[] HEX_DIGITS = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);
  private static final HexFormat HEX = HexFormat.of();
  /** How a byte of a text is written: 0 as it is, 'u' by its number, else by this letter behind a backslash. */
  private static final byte[] ESCAPES = escapes();

  private final OutputStream stream;
  private byte[] bytes = new byte[2 * FLUSH_BYTES];
  private int length;
  private long flushed;

  JsonBytes(OutputStream stream) {
    this.stream = stream;
  }

  private static byte[] escapes() {
    byte[] escapes = new byte[256];
    Arrays.fill(escapes, 0, ' ', (byte) 'u');
    String letters = "\"\"\\\\\bb\ff\nn\rr\tt";
    for (int at = 0; at < letters.length(); at += 2) {
      escapes[letters.charAt(at)] = (byte) letters.charAt(at + 1);
    }
    return escapes;
  }

  /** What is JSON already. */
  JsonBytes raw(String ascii) {
    return raw(ascii.getBytes(StandardCharsets.US_ASCII));
  }

  JsonBytes raw(byte[] json) {
    reserve(json.length);
    append(json, 0, json.length);
    return this;
  }

  /** A text as a string. */
  void text(byte[] utf8) {
    reserve(utf8.length + 2);
    bytes[length++] = '"';
    int from = 0;
    for (int at = 0; at < utf8.length; at++) {
      byte escape = ESCAPES[utf8[at] & 0xFF];
      if (escape != 0) {
        append(utf8, from, at - from);
        escape(utf8[at], escape);
        reserve(utf8.length - at + 1);
        from = at + 1;
      }
    }
    append(utf8, from, utf8.length - from);
    bytes[length++] = '"';
  }

  /** A UUID as a string, from its bytes or its text. */
  void uuid(byte[] value) {
    if (value.length != UUID_BYTES) {
      text(value);
      return;
    }
    reserve(UUID_CHARS + 2);
    bytes[length++] = '"';
    for (int at = 0; at < UUID_BYTES; at++) {
      if (at == 4 || at == 6 || at == 8 || at == 10) {
        bytes[length++] = '-';
      }
      bytes[length++] = HEX_DIGITS[(value[at] >> 4) & 0xF];
      bytes[length++] = HEX_DIGITS[value[at] & 0xF];
    }
    bytes[length++] = '"';
  }

  /** A time in UTC as the database writes it, {@code 2026-01-02 03:04:05.6}, as a string with six digits of a second. */
  void time(byte[] value) {
    reserve(SECONDS_CHARS + MICROSECOND_DIGITS + 4);
    bytes[length++] = '"';
    int at = length;
    append(value, 0, value.length);
    bytes[at + "2026-01-02".length()] = 'T';
    if (value.length == SECONDS_CHARS) {
      bytes[length++] = '.';
    }
    while (length < at + SECONDS_CHARS + 1 + MICROSECOND_DIGITS) {
      bytes[length++] = '0';
    }
    bytes[length++] = 'Z';
    bytes[length++] = '"';
  }

  /** All that was written so far. */
  long size() {
    return flushed + length;
  }

  void flush() {
    try {
      stream.write(bytes, 0, length);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    flushed += length;
    length = 0;
  }

  private void escape(byte unit, byte escape) {
    reserve(6);
    bytes[length++] = '\\';
    bytes[length++] = escape;
    if (escape == 'u') {
      append(("00" + HEX.withUpperCase().toHexDigits(unit)).getBytes(StandardCharsets.US_ASCII), 0, 4);
    }
  }

  private void append(byte[] source, int from, int count) {
    System.arraycopy(source, from, bytes, length, count);
    length += count;
  }

  private void reserve(int wanted) {
    if (length >= FLUSH_BYTES) {
      flush();
    }
    if (length + wanted > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + wanted, 2 * bytes.length));
    }
  }
}
