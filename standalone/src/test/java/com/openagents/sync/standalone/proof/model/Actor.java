package com.openagents.sync.standalone.proof.model;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Does one thing after another, while a few more wait. */
final class Actor {

  private static final int WAITING_MAX = 3;

  private final ExecutorService thread = Executors.newSingleThreadExecutor(Thread.ofVirtual().factory());
  private final Semaphore room = new Semaphore(WAITING_MAX);
  private final Consumer<Throwable> failed;

  Actor(Consumer<Throwable> failed) {
    this.failed = failed;
  }

  /** Waits while too much waits already. */
  void tell(Runnable task) throws InterruptedException {
    if (!room.tryAcquire(Http.PATIENCE.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS)) {
      throw new Violation("Nothing goes on");
    }
    thread.execute(() -> {
      try {
        task.run();
      } catch (Throwable violation) {
        failed.accept(violation);
      } finally {
        room.release();
      }
    });
  }

  /** Done when all that it was told is done. */
  CompletableFuture<Void> idle() {
    return CompletableFuture.runAsync(() -> {}, thread);
  }

  void stop() {
    thread.shutdown();
  }
}
