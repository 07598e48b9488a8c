package com.openagents.sync.platform.handover;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The end of a transaction that may be on its way. The first that is said of it holds. */
public final class Commit {

  private static final Commit MADE = new Commit();

  static {
    MADE.done();
  }

  private final CompletableFuture<Boolean> isDone = new CompletableFuture<>();

  /** One that has been made. */
  public static Commit made() {
    return MADE;
  }

  public void done() {
    isDone.complete(true);
  }

  /** It was not made, or nobody knows. */
  public void failed() {
    isDone.complete(false);
  }

  /** Whether it is known by now that it was not made, or that nobody will know. */
  public boolean hasFailed() {
    return !isDone.getNow(true);
  }

  /** Whether it is known by now that it was made. */
  public boolean isDone() {
    return isDone.getNow(false);
  }

  /** Whether it is known within the time that it was made. */
  public boolean isDoneWithin(Duration atMost) {
    try {
      return isDone.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException | ExecutionException notKnown) {
      return false;
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
