package com.openagents.sync.platform.signal;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/**
 * Ends waits that last too long. One thread looks at all of them now and then: with a timer for each, every call woke the
 * thread of the timers twice, for waits that hardly ever end by time.
 */
public final class Deadlines {

  private static final Duration LOOK_EVERY = Duration.ofMillis(100);
  private static final Set<Wait> WAITING = ConcurrentHashMap.newKeySet();

  static {
    Thread.ofPlatform().daemon().name("deadlines").start(Deadlines::watch);
  }

  private record Wait(CompletableFuture<?> result, long end) {
    boolean isOverdue() {
      return System.nanoTime() - end >= 0;
    }
  }

  private Deadlines() {}

  /**
   * Waits for the result, for the given time and a tenth of a second more at most.
   *
   * @throws TimeoutException if it does not come; the future has failed with it, so none can come any more
   */
  public static <T> T await(CompletableFuture<T> result, Duration atMost)
    throws InterruptedException, ExecutionException, TimeoutException {
    Wait wait = new Wait(result, System.nanoTime() + atMost.toNanos());
    WAITING.add(wait);
    try {
      return result.get();
    } catch (ExecutionException failure) {
      if (failure.getCause() instanceof TimeoutException late) {
        throw late;
      }
      throw failure;
    } finally {
      WAITING.remove(wait);
    }
  }

  private static void watch() {
    while (true) {
      try {
        Thread.sleep(LOOK_EVERY);
      } catch (InterruptedException nobodyMay) {
        continue;
      }
      for (Wait wait : WAITING) {
        if (wait.isOverdue()) {
          wait.result().completeExceptionally(new TimeoutException());
        }
      }
    }
  }
}
