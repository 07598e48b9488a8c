package com.openagents.sync.platform.signal;

import java.time.Duration;
import org.springframework.context.SmartLifecycle;

/** Looks for work again and again, from start to stop, on a thread of its own. */
public abstract class BackgroundLoop implements SmartLifecycle {

  private final String name;
  private final Duration stopWithin;
  private volatile boolean running;
  private Thread thread = new Thread();

  protected BackgroundLoop(String name, Duration stopWithin) {
    this.name = name;
    this.stopWithin = stopWithin;
  }

  /** One look with its work, and the wait until the next. */
  protected abstract void step() throws InterruptedException;

  /** Ends the wait, and the work that is in hand; called by the thread that stops. */
  protected abstract void breakOff();

  @Override
  public final void start() {
    running = true;
    thread = Thread.ofPlatform().daemon().name(name).start(this::run);
  }

  @Override
  public final void stop() {
    running = false;
    breakOff();
    try {
      var _ = thread.join(stopWithin);
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public final boolean isRunning() {
    return running;
  }

  private void run() {
    try {
      while (running) {
        step();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
