package com.openagents.sync.gateway;

import com.openagents.sync.gateway.websocket.Wire;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes to the sockets that were given to it, one after another. */
final class WriterThread implements Runnable {

  /** What one socket is sent before it is the next one's turn. */
  private static final int TURN_BYTES_MAX = 4 * Wire.PIECE_BYTES_MAX;

  private final Deque<SocketWriter> due = new ArrayDeque<>();
  private boolean idle;
  private boolean awaited;
  private boolean stopped;

  synchronized void add(SocketWriter socket) {
    due.add(socket);
    if (idle) {
      notifyAll();
    }
  }

  /** @param deadline in {@link System#nanoTime} */
  synchronized void awaitIdle(long deadline) throws InterruptedException {
    awaited = true;
    long left = deadline - System.nanoTime();
    while ((!idle || !due.isEmpty()) && !stopped && left > 0) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
    awaited = false;
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
  }

  @Override
  public void run() {
    ByteBuffer buffer = ByteBuffer.allocateDirect(TURN_BYTES_MAX);
    try {
      for (SocketWriter socket = next(); socket != null; socket = next()) {
        socket.write(buffer);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized @Nullable SocketWriter next() throws InterruptedException {
    while (due.isEmpty() && !stopped) {
      idle = true;
      if (awaited) {
        notifyAll();
      }
      wait();
    }
    idle = false;
    return due.poll();
  }
}
