package com.openagents.sync.gateway;

import com.openagents.sync.gateway.Outbound.Frame;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.web.socket.CloseStatus;

/**
 * What waits for one socket, bounded in bytes. A frame that is larger than the bound goes when it is alone. What is
 * offered to a closed queue is dropped: nobody is left to get it.
 */
final class OutboundQueue {

  private static final Duration FOREVER = Duration.ofDays(1000);

  private final int bytesMax;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition notEmpty = lock.newCondition();
  private final Condition room = lock.newCondition();
  private final Deque<Outbound> waiting = new ArrayDeque<>();
  private int bytes;
  private boolean pingWaits;
  private boolean closed;

  OutboundQueue(int bytesMax) {
    this.bytesMax = bytesMax;
  }

  /** @return false if there is no room now */
  boolean offer(Frame frame) {
    lock.lock();
    try {
      if (closed) {
        return true;
      }
      if (bytes > 0 && bytes + frame.bytes() > bytesMax) {
        return false;
      }
      bytes += frame.bytes();
      waiting.add(frame);
      notEmpty.signal();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for room. */
  void put(Frame frame) throws InterruptedException {
    while (!offer(frame)) {
      awaitRoom(frame.bytes());
    }
  }

  void ping() {
    lock.lock();
    try {
      if (!closed && !pingWaits) {
        pingWaits = true;
        waiting.add(new Outbound.Ping());
        notEmpty.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Drops what waits, lets these frames go instead and then closes the socket. */
  void finish(CloseStatus status, List<Frame> lastWords) {
    lock.lock();
    try {
      if (!closed) {
        closed = true;
        waiting.clear();
        waiting.addAll(lastWords);
        waiting.add(new Outbound.Close(status));
        bytes = 0;
        notEmpty.signal();
        room.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  /** The socket is gone: nothing goes out any more. */
  void abandon() {
    lock.lock();
    try {
      closed = true;
      waiting.clear();
      waiting.add(new Outbound.Gone());
      bytes = 0;
      notEmpty.signal();
      room.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** The next one to send; waits for it. */
  Outbound take() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty()) {
        notEmpty.await();
      }
      Outbound next = waiting.remove();
      if (next instanceof Frame frame) {
        bytes = Math.max(0, bytes - frame.bytes());
        room.signalAll();
      }
      pingWaits &= !(next instanceof Outbound.Ping);
      return next;
    } finally {
      lock.unlock();
    }
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

  int bytes() {
    lock.lock();
    try {
      return bytes;
    } finally {
      lock.unlock();
    }
  }

  private boolean awaitBytesLeft(int bytesLeft, Duration atMost) throws InterruptedException {
    lock.lock();
    try {
      long nanos = atMost.toNanos();
      while (!closed && bytes > bytesLeft) {
        if (nanos <= 0) {
          return false;
        }
        nanos = room.awaitNanos(nanos);
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
