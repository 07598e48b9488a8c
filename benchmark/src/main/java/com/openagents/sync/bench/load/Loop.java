package com.openagents.sync.bench.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.Arrays;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** One thread that waits for many sockets and reads them all into one array. */
final class Loop implements AutoCloseable {

  private static final int READ_BYTES = 1 << 18;

  private final int index;
  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Thread thread;
  private byte[] scratch = new byte[READ_BYTES];
  private volatile boolean closed;

  Loop(int index) throws IOException {
    this.index = index;
    selector = Selector.open();
    thread = Thread.ofPlatform()
      .name("load-" + index)
      .daemon()
      .start(this::run);
  }

  int index() {
    return index;
  }

  void execute(Runnable task) {
    tasks.add(task);
    if (Thread.currentThread() != thread) {
      selector.wakeup();
    }
  }

  void add(Peer peer) {
    execute(() -> {
      try {
        peer.channel().configureBlocking(false);
        peer.channel().register(selector, SelectionKey.OP_READ, peer);
      } catch (IOException failure) {
        peer.end(failure);
      }
    });
  }

  /** Whether the loop looks when the peer has something to read. To be called on this loop. */
  void listen(Peer peer, boolean wanted) {
    SelectionKey key = peer.channel().keyFor(selector);
    if (key != null && key.isValid()) {
      key.interestOps(wanted ? SelectionKey.OP_READ : 0);
    }
  }

  private void run() {
    while (!closed) {
      try {
        selector.select(key -> read((Peer) key.attachment()));
      } catch (IOException failure) {
        throw new java.io.UncheckedIOException(failure);
      }
      for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
        task.run();
      }
    }
  }

  /** Reads once what is there; what is no whole message stays with the peer. */
  void read(Peer peer) {
    try {
      int kept = peer.restore(this::ensure);
      ByteBuffer target = ByteBuffer.wrap(
        scratch,
        kept,
        Math.min(peer.readBytesMax(), scratch.length - kept)
      );
      int count = peer.channel().read(target);
      if (count < 0) {
        peer.end(null);
        return;
      }
      int length = kept + count;
      int taken = peer.take(scratch, 0, length);
      peer.keep(scratch, taken, length);
    } catch (IOException failure) {
      peer.end(failure);
    }
  }

  private byte[] ensure(int length) {
    if (scratch.length - length < READ_BYTES / 2) {
      scratch = Arrays.copyOf(scratch, Integer.highestOneBit(length + READ_BYTES) * 2);
    }
    return scratch;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    selector.wakeup();
    selector.close();
  }
}
