package com.openagents.sync.query.sync.bootstrap;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lets those who ask for the same thing at the same time share one answer. It is begun after they asked, never before, so
 * that each sees what was there when it asked: who comes while one is being made shares the next.
 */
final class Rounds<K, V> {

  private final Map<K, Round<V>> running = new HashMap<>();

  private static final class Round<V> {

    private final CompletableFuture<V> result = new CompletableFuture<>();
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();
    private @Nullable Round<V> next;
  }

  /** Makes an answer. */
  interface Maker<V> {
    V make() throws InterruptedException;
  }

  /**
   * @param within how long to wait for others
   * @throws TimeoutException if the others take longer
   */
  V share(K key, Duration within, Maker<V> maker) throws InterruptedException, TimeoutException {
    Round<V> before;
    Round<V> mine = new Round<>();
    synchronized (this) {
      before = running.get(key);
      if (before == null) {
        running.put(key, mine);
      } else if (before.next == null) {
        before.next = mine;
      } else {
        mine = before.next;
        before = mine;
      }
    }
    return mine == before ? of(mine.result, within) : lead(key, mine, before, within, maker);
  }

  private V lead(K key, Round<V> mine, @Nullable Round<V> before, Duration within, Maker<V> maker)
    throws InterruptedException, TimeoutException {
    try {
      if (before != null) {
        of(before.ended, within);
      }
      V made = maker.make();
      mine.result.complete(made);
      return made;
    } catch (RuntimeException | InterruptedException | TimeoutException failure) {
      mine.result.completeExceptionally(failure);
      throw failure;
    } finally {
      end(key, mine, before);
    }
  }

  private void end(K key, Round<V> mine, @Nullable Round<V> before) {
    synchronized (this) {
      if (before != null && running.get(key) == before) {
        // It gave up waiting: whoever came for this round leads no other.
        before.next = null;
      } else if (mine.next == null) {
        running.remove(key);
      } else {
        running.put(key, mine.next);
      }
    }
    mine.ended.complete(true);
  }

  private static <T> T of(CompletableFuture<T> future, Duration within)
    throws InterruptedException, TimeoutException {
    try {
      return future.get(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failed) {
      if (failed.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new TimeoutException("Whoever made it gave up");
    }
  }
}
