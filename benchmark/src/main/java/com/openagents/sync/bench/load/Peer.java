package com.openagents.sync.bench.load;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** One socket of the load client. */
abstract class Peer implements AutoCloseable {

  private static final byte[] NOTHING = {};

  private final SocketChannel channel;
  private final Loop loop;
  private byte[] kept = NOTHING;

  Peer(SocketChannel channel, Loop loop) {
    this.channel = channel;
    this.loop = loop;
  }

  /** @param from null for any address */
  static SocketChannel connect(InetSocketAddress to, @Nullable InetSocketAddress from, int receiveBytes)
    throws IOException {
    SocketChannel channel = SocketChannel.open();
    if (receiveBytes > 0) {
      channel.setOption(StandardSocketOptions.SO_RCVBUF, receiveBytes);
    }
    channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
    if (from != null) {
      channel.bind(from);
    }
    channel.connect(to);
    return channel;
  }

  SocketChannel channel() {
    return channel;
  }

  Loop loop() {
    return loop;
  }

  /**
   * Takes the whole messages among the bytes.
   *
   * @return where the first one begins that is not whole
   */
  abstract int take(byte[] bytes, int from, int to) throws IOException;

  /** The other side ended it, or it failed. */
  abstract void ended(@Nullable IOException failure);

  int readBytesMax() {
    return Integer.MAX_VALUE;
  }

  final void send(byte[] bytes) {
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    try {
      while (buffer.hasRemaining()) {
        if (channel.write(buffer) == 0) {
          Thread.onSpinWait();
        }
      }
    } catch (IOException failure) {
      end(failure);
    }
  }

  final int restore(IntFunction<byte[]> scratch) {
    int length = kept.length;
    byte[] target = scratch.apply(length);
    System.arraycopy(kept, 0, target, 0, length);
    kept = NOTHING;
    return length;
  }

  final void keep(byte[] bytes, int from, int to) {
    kept = from < to ? Arrays.copyOfRange(bytes, from, to) : NOTHING;
  }

  final void end(@Nullable IOException failure) {
    close();
    ended(failure);
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException ignored) {
      // It is gone either way.
    }
  }
}
