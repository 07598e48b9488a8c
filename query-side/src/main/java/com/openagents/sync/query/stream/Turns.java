package com.openagents.sync.query.stream;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Lets so many streams run at once. */
public final class Turns {

  private final Semaphore free;
  private final Duration waitMax;

  public Turns(int atOnceMax, Duration waitMax) {
    this.free = new Semaphore(atOnceMax, true);
    this.waitMax = waitMax;
  }

  /**
   * Waits for a turn. Whoever got one ends it.
   *
   * @throws Rejected with {@code overloaded}
   */
  public void await() throws InterruptedException {
    if (!free.tryAcquire(waitMax.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new Rejected(RejectionCode.OVERLOADED, "Too many streams run at once. Try again.");
    }
  }

  public void end() {
    free.release();
  }
}
