package com.openagents.sync.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A connection on which one answer comes, of any size. Nothing of its body is kept. */
final class Download extends Peer {

  private static final int SUCCESS = 200;
  private static final int LINE_END = 2;

  private final CompletableFuture<Void> whole = new CompletableFuture<>();
  private boolean inBody;
  private boolean chunked;
  /** Of the body, or of its chunk with the line end behind it. */
  private long left;

  Download(SocketChannel channel, Loop loop) {
    super(channel, loop);
  }

  CompletableFuture<Void> whole() {
    return whole;
  }

  @Override
  int take(byte[] bytes, int from, int to) throws IOException {
    int at = from;
    if (!inBody) {
      int body = Http.endOfHead(bytes, from, to);
      if (body < 0) {
        return from;
      }
      begin(bytes, from, body);
      at = body;
    }
    at = skip(at, to);
    while (chunked && left == 0 && at < to) {
      int line = Http.endOfLine(bytes, at, to);
      if (line < 0) {
        return at;
      }
      int size = Http.size(bytes, at, line);
      left = (long) size + LINE_END;
      chunked = size > 0;
      at = skip(line, to);
    }
    if (!chunked && left == 0) {
      whole.complete(null);
    }
    return at;
  }

  private void begin(byte[] bytes, int from, int body) throws IOException {
    if (Http.status(bytes, from, body) != SUCCESS) {
      throw new IOException("Refused: " + new String(bytes, from, body - from, UTF_8));
    }
    inBody = true;
    chunked = Http.isChunked(bytes, from, body);
    left = chunked ? 0 : Http.length(bytes, from, body);
    if (left < 0) {
      throw new IOException("The answer does not say where it ends");
    }
  }

  private int skip(int from, int to) {
    int count = (int) Math.min(left, to - from);
    left -= count;
    return from + count;
  }

  @Override
  void ended(@Nullable IOException failure) {
    whole.completeExceptionally(failure == null ? new IOException("It ended before its end") : failure);
  }
}
