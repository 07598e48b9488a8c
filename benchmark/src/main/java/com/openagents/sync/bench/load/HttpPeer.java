package com.openagents.sync.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A kept-alive HTTP/1.1 connection that has one request under way at most. */
final class HttpPeer extends Peer {

  interface Answers {
    /**
     * @param refusal what was said, if it was no success
     * @param goesOn whether the connection takes another request
     */
    void answered(HttpPeer peer, @Nullable String refusal, boolean goesOn);

    void broken(HttpPeer peer, @Nullable IOException failure);
  }

  private static final int SUCCESS = 200;
  private static final int NO_SUCCESS = 300;
  private static final byte[] LAST = Marker.ascii("connection: close");

  private final Answers answers;
  private volatile boolean busy;
  private volatile long number;

  HttpPeer(SocketChannel channel, Loop loop, Answers answers) {
    super(channel, loop);
    this.answers = answers;
  }

  void request(long forNumber, byte[] bytes) {
    number = forNumber;
    busy = true;
    send(bytes);
  }

  /** Whether an answer is still to come. */
  boolean busy() {
    return busy;
  }

  /** Of the write that is under way. */
  long number() {
    return number;
  }

  @Override
  int take(byte[] bytes, int from, int to) {
    int body = Http.endOfHead(bytes, from, to);
    if (body < 0) {
      return from;
    }
    int end = endOfBody(bytes, from, body, to);
    if (end < 0) {
      return from;
    }
    busy = false;
    boolean goesOn = Http.header(bytes, from, body, LAST) < 0;
    int status = Http.status(bytes, from, body);
    boolean success = status >= SUCCESS && status < NO_SUCCESS;
    answers.answered(this, success ? null : new String(bytes, from, end - from, UTF_8), goesOn);
    return end;
  }

  @Override
  void ended(@Nullable IOException failure) {
    answers.broken(this, failure);
  }

  private static int endOfBody(byte[] bytes, int from, int body, int to) {
    int length = Http.length(bytes, from, body);
    if (length >= 0) {
      int end = body + length;
      return end <= to ? end : -1;
    }
    return Http.isChunked(bytes, from, body) ? Http.endOfChunks(bytes, body, to) : body;
  }
}
