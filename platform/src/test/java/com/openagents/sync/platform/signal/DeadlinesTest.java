package com.openagents.sync.platform.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class DeadlinesTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final Duration SHORT = Duration.ofMillis(50);

  @Test
  void aWaitThatLastsTooLongEndsAndNoResultCanComeAnyMore() {
    CompletableFuture<String> never = new CompletableFuture<>();
    long begun = System.nanoTime();

    assertThatThrownBy(() -> Deadlines.await(never, SHORT)).isInstanceOf(TimeoutException.class);

    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(SHORT);
    assertThat(never.complete("late")).isFalse();
  }

  @Test
  void aResultOrAFailureEndsTheWaitWhileAnotherGoesOn() throws Exception {
    CompletableFuture<String> open = new CompletableFuture<>();
    CompletableFuture<String> failing = new CompletableFuture<>();
    Future<String> waiting = inThread(open);
    Future<String> refused = inThread(failing);

    assertThatThrownBy(() -> Deadlines.await(new CompletableFuture<>(), SHORT)).isInstanceOf(
      TimeoutException.class
    );
    assertThat(waiting.isDone()).isFalse();
    open.complete("here");
    failing.completeExceptionally(new IllegalStateException("no"));

    assertThat(waiting.get()).isEqualTo("here");
    assertThatThrownBy(refused::get).hasRootCauseInstanceOf(IllegalStateException.class);
  }

  @Test
  void whoIsInterruptedWaitsNoLonger() throws Exception {
    CompletableFuture<Class<?>> ended = new CompletableFuture<>();
    Thread waiting = Thread.ofVirtual().start(() -> {
      try {
        Deadlines.await(new CompletableFuture<>(), LONG);
      } catch (InterruptedException | ExecutionException | TimeoutException end) {
        ended.complete(end.getClass());
      }
    });

    waiting.interrupt();

    assertThat(ended.get()).isEqualTo(InterruptedException.class);
  }

  private static Future<String> inThread(CompletableFuture<String> result) {
    CompletableFuture<String> ended = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> {
      try {
        ended.complete(Deadlines.await(result, LONG));
      } catch (InterruptedException | ExecutionException | TimeoutException end) {
        ended.completeExceptionally(end);
      }
    });
    return ended;
  }
}
