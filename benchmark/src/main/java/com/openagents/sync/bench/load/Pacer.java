package com.openagents.sync.bench.load;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** Writes at a rate, whatever becomes of what was written before; so who stalls the writer can't hide it. */
public final class Pacer implements AutoCloseable {

  private final Writing writing;
  private final long intervalNanos;
  private final Thread thread;
  private volatile boolean closed;

  public Pacer(Writing writing, double perSecond) {
    this.writing = writing;
    intervalNanos = Math.round(Duration.ofSeconds(1).toNanos() / perSecond);
    thread = Thread.ofPlatform().name("pacer").daemon().start(this::run);
  }

  private void run() {
    long due = System.nanoTime();
    while (!closed) {
      long wait = due - System.nanoTime();
      if (wait > 0) {
        LockSupport.parkNanos(wait);
      } else {
        writing.write(due);
        due += intervalNanos;
      }
    }
  }

  /** After it nothing more is written. */
  @Override
  public void close() {
    closed = true;
    try {
      thread.join();
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }
}
