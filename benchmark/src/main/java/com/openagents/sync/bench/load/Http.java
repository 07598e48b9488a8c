package com.openagents.sync.bench.load;

/** As much of HTTP/1.1 as tells where an answer ends. */
final class Http {

  private static final int HEXADECIMAL = 16;
  private static final int STATUS_AT = "HTTP/1.1 ".length();
  private static final byte[] LENGTH = Marker.ascii("content-length:");
  private static final byte[] CHUNKED = Marker.ascii("transfer-encoding: chunked");

  private Http() {}

  /** @return the index behind the empty line, or -1 */
  static int endOfHead(byte[] bytes, int from, int to) {
    for (int i = from + 3; i < to; i++) {
      if (bytes[i] == '\n' && bytes[i - 1] == '\r' && bytes[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  static int status(byte[] bytes, int from, int to) {
    return number(bytes, from + STATUS_AT, to);
  }

  /** @return how many bytes follow the head, or -1 if it does not say */
  static int length(byte[] bytes, int from, int body) {
    int length = header(bytes, from, body, LENGTH);
    return length < 0 ? -1 : number(bytes, length, body);
  }

  static boolean isChunked(byte[] bytes, int from, int body) {
    return header(bytes, from, body, CHUNKED) >= 0;
  }

  /** @return where the value of the header begins that is called so in small letters, or -1 */
  static int header(byte[] bytes, int from, int to, byte[] name) {
    for (int line = from; line < to; line++) {
      if (bytes[line] == '\n' && matches(bytes, line + 1, to, name)) {
        return line + 1 + name.length;
      }
    }
    return -1;
  }

  /** The number that stands there, after spaces. */
  static int number(byte[] bytes, int at, int to) {
    int i = at;
    while (i < to && bytes[i] == ' ') {
      i++;
    }
    int number = 0;
    for (; i < to && Character.isDigit(bytes[i]); i++) {
      number = number * 10 + (bytes[i] - '0');
    }
    return number;
  }

  /** @return the index behind the last chunk, or -1 */
  static int endOfChunks(byte[] bytes, int from, int to) {
    int at = from;
    while (true) {
      int line = endOfLine(bytes, at, to);
      if (line < 0) {
        return -1;
      }
      int size = size(bytes, at, line);
      int end = line + size + 2;
      if (end > to) {
        return -1;
      }
      if (size == 0) {
        return end;
      }
      at = end;
    }
  }

  /** @return the index behind the line's end, or -1 */
  static int endOfLine(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /** Of the chunk that the line announces. */
  static int size(byte[] bytes, int from, int to) {
    int size = 0;
    for (int i = from; i < to && Character.digit(bytes[i], HEXADECIMAL) >= 0; i++) {
      size = size * HEXADECIMAL + Character.digit(bytes[i], HEXADECIMAL);
    }
    return size;
  }

  private static boolean matches(byte[] bytes, int at, int to, byte[] name) {
    if (at + name.length > to) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      if (Character.toLowerCase(bytes[at + i]) != name[i]) {
        return false;
      }
    }
    return true;
  }
}
