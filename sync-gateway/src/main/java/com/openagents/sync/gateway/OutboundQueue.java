package com.openagents.sync.gateway;

import com.openagents.sync.gateway.Outbound.Close;
import com.openagents.sync.gateway.Outbound.Control;
import com.openagents.sync.gateway.Outbound.Frame;
import com.openagents.sync.gateway.websocket.CloseStatus;
import com.openagents.sync.gateway.websocket.Wire;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What waits for one socket, bounded in bytes. A frame that is larger than the bound goes when it is alone. What is
 * offered to a closed queue is dropped: nobody is left to get it.
 */
final class OutboundQueue {

  private static final Duration FOREVER = Duration.ofDays(1000);
  /** A peer that sends pings and reads no answer gets no more than so many of them. */
  private static final int CONTROLS_MAX = 8;

  private final int bytesMax;
  private final Runnable onWork;
  private final Deque<Outbound> waiting = new ArrayDeque<>(4);
  /** How much of the first one has left, in whole pieces. */
  private int sentOfFirst;
  private int bytes;
  private int controls;
  private int waiters;
  private boolean closed;
  private boolean beingWritten;

  /** @param onWork called when something waits and nobody was told yet; not under a lock */
  OutboundQueue(int bytesMax, Runnable onWork) {
    this.bytesMax = bytesMax;
    this.onWork = onWork;
  }

  /** @return false if there is no room now */
  boolean offer(Frame frame) {
    synchronized (this) {
      if (closed) {
        return true;
      }
      if (bytes > 0 && bytes + frame.bytes() > bytesMax) {
        return false;
      }
      bytes += frame.bytes();
      waiting.add(frame);
    }
    haveWritten();
    return true;
  }

  /** Waits for room. */
  void put(Frame frame) throws InterruptedException {
    while (!offer(frame)) {
      awaitRoom(frame.bytes());
    }
  }

  void control(Control control) {
    synchronized (this) {
      if (closed || controls == CONTROLS_MAX) {
        return;
      }
      controls++;
      waiting.add(control);
    }
    haveWritten();
  }

  /** Drops what waits, lets these frames go instead and then closes the socket. What has left in part is completed. */
  void finish(CloseStatus status, List<Frame> lastWords) {
    synchronized (this) {
      if (closed) {
        return;
      }
      Outbound first = waiting.peek();
      drop();
      if (first != null && sentOfFirst > 0) {
        waiting.add(first);
      }
      waiting.addAll(lastWords);
      waiting.add(Close.of(status));
    }
    haveWritten();
  }

  /** Drops what waits, also the rest of what has left in part, and closes the socket. */
  void cut(CloseStatus status) {
    synchronized (this) {
      drop();
      sentOfFirst = 0;
      waiting.add(Close.of(status));
    }
    haveWritten();
  }

  /** The socket is gone: nothing goes out any more. */
  synchronized void abandon() {
    drop();
    sentOfFirst = 0;
  }

  /**
   * Moves what waits, as far as it fits, in whole pieces. The bytes that are left in the buffer are at least a piece's.
   *
   * @return whether the socket is to be closed behind it
   */
  synchronized boolean drainTo(ByteBuffer buffer) {
    while (!waiting.isEmpty()) {
      Outbound next = waiting.element();
      int moved = move(next.wire(), buffer);
      if (next instanceof Frame) {
        bytes = Math.max(0, bytes - moved);
      }
      if (sentOfFirst < next.wire().length) {
        break;
      }
      sentOfFirst = 0;
      waiting.remove();
      switch (next) {
        case Frame _ -> {
        }
        case Control _ -> controls--;
        case Close _ -> {
          return true;
        }
      }
    }
    if (waiters > 0) {
      notifyAll();
    }
    return false;
  }

  /** @return whether nothing waits, so that the next one to come has to tell */
  synchronized boolean isWritten() {
    beingWritten = !waiting.isEmpty();
    return !beingWritten;
  }

  /** Waits until so much fits, or the queue is closed. */
  void awaitRoom(int wanted) throws InterruptedException {
    var _ = awaitRoom(wanted, FOREVER);
  }

  /** @return false if so much did not fit in time */
  boolean awaitRoom(int wanted, Duration atMost) throws InterruptedException {
    return awaitBytesLeft(Math.max(0, bytesMax - wanted), atMost);
  }

  /** Waits until the queue has drained to a half, so that a slow reader costs few reads of the log. */
  void awaitDrained() throws InterruptedException {
    var _ = awaitBytesLeft(bytesMax / 2, FOREVER);
  }

  synchronized int bytes() {
    return bytes;
  }

  private int move(byte[] wire, ByteBuffer buffer) {
    int from = sentOfFirst;
    if (from == 0 && wire.length <= buffer.remaining()) {
      sentOfFirst = wire.length;
    } else {
      while (sentOfFirst < wire.length) {
        int piece = Wire.pieceBytes(wire, sentOfFirst);
        if (sentOfFirst - from + piece > buffer.remaining()) {
          break;
        }
        sentOfFirst += piece;
      }
    }
    buffer.put(wire, from, sentOfFirst - from);
    return sentOfFirst - from;
  }

  private void haveWritten() {
    synchronized (this) {
      if (beingWritten) {
        return;
      }
      beingWritten = true;
    }
    onWork.run();
  }

  private void drop() {
    closed = true;
    waiting.clear();
    bytes = 0;
    notifyAll();
  }

  private synchronized boolean awaitBytesLeft(int bytesLeft, Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    waiters++;
    try {
      while (!closed && bytes > bytesLeft) {
        long nanos = deadline - System.nanoTime();
        if (nanos <= 0) {
          return false;
        }
        TimeUnit.NANOSECONDS.timedWait(this, nanos);
      }
      return true;
    } finally {
      waiters--;
    }
  }
}
