package com.openagents.sync.command.testing;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Threads that do something at once. */
public final class Crowd {

  private static final long WAIT_SECONDS_MAX = 60;
  private static final Duration POLL_INTERVAL = Duration.ofMillis(1);

  private Crowd() {}

  /** What each of so many threads came to, all let go at one moment. */
  public static <T> List<T> atOnce(int threads, IntFunction<T> work) {
    CountDownLatch gate = new CountDownLatch(1);
    List<Future<T>> results = IntStream.range(0, threads)
      .mapToObj(number ->
        start(() -> {
          gate.await();
          return work.apply(number);
        })
      )
      .toList();
    gate.countDown();
    return results.stream().map(Crowd::result).toList();
  }

  /** Starts work that will have to wait for something, and returns when it does. */
  public static <T> Future<T> untilItWaits(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread thread = Thread.ofPlatform().daemon().start(task);
    await()
      .pollDelay(Duration.ZERO)
      .pollInterval(POLL_INTERVAL)
      .until(() -> task.isDone() || isWaiting(thread));
    return task;
  }

  public static <T> List<Future<T>> untilTheyWait(int threads, IntFunction<T> work) {
    List<Future<T>> all = new ArrayList<>();
    for (int number = 0; number < threads; number++) {
      int mine = number;
      all.add(untilItWaits(() -> work.apply(mine)));
    }
    return all;
  }

  public static <T> Future<T> start(Callable<T> work) {
    FutureTask<T> task = new FutureTask<>(work);
    Thread.ofVirtual().start(task);
    return task;
  }

  public static <T> T result(Future<T> future) {
    try {
      return future.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException failure) {
      throw failure.getCause() instanceof RuntimeException cause
        ? cause
        : new IllegalStateException(failure.getCause());
    } catch (TimeoutException | InterruptedException failure) {
      throw new IllegalStateException("No result", failure);
    }
  }

  private static boolean isWaiting(Thread thread) {
    Thread.State state = thread.getState();
    return state == Thread.State.WAITING || state == Thread.State.TIMED_WAITING;
  }
}
