package com.openagents.sync.bench.load;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** Reads NATS's text protocol: lines, and behind a {@code MSG} line as many bytes as it says. */
final class NatsSubscriber extends Subscriber {

  private static final byte[] PONG = Marker.ascii("PONG\r\n");

  private final String subject;

  NatsSubscriber(SocketChannel channel, Loop loop, int number, Gathering gathering, String subject) {
    super(channel, loop, number, gathering);
    this.subject = subject;
  }

  @Override
  void begin() {
    send(Marker.ascii("CONNECT {\"verbose\":false}\r\nSUB %s 1\r\nPING\r\n".formatted(subject)));
  }

  @Override
  int take(byte[] bytes, int from, int to) throws IOException {
    int at = from;
    while (true) {
      int line = endOfLine(bytes, at, to);
      if (line < 0) {
        return at;
      }
      int end = line;
      if (bytes[at] == 'M') {
        end = line + size(bytes, line) + 2;
        if (end > to) {
          return at;
        }
        arrived(bytes, line, end);
      } else if (bytes[at + 1] == 'I') {
        send(PONG);
      } else if (bytes[at + 1] == 'O') {
        isReady();
      } else if (bytes[at] == '-') {
        throw new IOException(
          "NATS refuses: " + new String(bytes, at, line - at, java.nio.charset.StandardCharsets.US_ASCII)
        );
      }
      at = end;
    }
  }

  private static int endOfLine(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  /** The last word of a line. */
  private static int size(byte[] bytes, int endOfLine) {
    int begin = endOfLine - 2;
    while (bytes[begin - 1] != ' ') {
      begin--;
    }
    return Http.number(bytes, begin, endOfLine);
  }
}
