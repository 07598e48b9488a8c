package com.openagents.sync.platform.signal;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets one thread wait for signals; many that come meanwhile count as one. */
public final class WakeUp {

  private final Semaphore permits = new Semaphore(0);

  public void wake() {
    if (permits.availablePermits() == 0) {
      permits.release();
    }
  }

  /**
   * Returns when woken, or after the given time as a safety net against a lost signal.
   *
   * @return whether woken
   */
  public boolean await(Duration atMost) throws InterruptedException {
    boolean woken = permits.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (woken) {
      permits.drainPermits();
    }
    return woken;
  }
}
