package com.openagents.sync.query.sync.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Rounds")
class RoundsTest {

  private static final Duration WITHIN = Duration.ofSeconds(20);

  private final Rounds<String, Integer> rounds = new Rounds<>();
  private final AtomicInteger made = new AtomicInteger();

  @Test
  @DisplayName("who comes while one is made shares the next, which begins when that one has ended")
  void shared() throws Exception {
    CountDownLatch hold = new CountDownLatch(1);
    AtomicInteger asked = new AtomicInteger();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Integer> first = CompletableFuture.supplyAsync(() -> share(hold), threads);
      await().until(() -> made.get() == 1);
      List<CompletableFuture<Integer>> others = Stream.generate(() ->
        CompletableFuture.supplyAsync(() -> {
          asked.incrementAndGet();
          return share(hold);
        }, threads)
      )
        .limit(50)
        .toList();
      await().until(() -> asked.get() == 50);
      assertThat(made).hasValue(1);
      hold.countDown();
      assertThat(first.join()).isEqualTo(1);
      assertThat(others).allSatisfy(other -> assertThat(other.join()).isGreaterThan(1));
      assertThat(made.get()).isBetween(2, 10);
    }
    assertThat(share(hold)).isEqualTo(made.get());
  }

  @Test
  @DisplayName("one that fails fails for those who share it, and for nobody else")
  void failing() throws Exception {
    try {
      rounds.share("a", WITHIN, () -> {
        throw new IllegalStateException("broken");
      });
    } catch (IllegalStateException expected) {
      assertThat(expected).hasMessage("broken");
    }
    assertThat(rounds.share("a", WITHIN, () -> 7)).isEqualTo(7);
    assertThat(rounds.share("b", WITHIN, () -> 8)).isEqualTo(8);
  }

  private int share(CountDownLatch hold) {
    try {
      return rounds.share("a", WITHIN, () -> {
        int number = made.incrementAndGet();
        hold.await();
        return number;
      });
    } catch (InterruptedException | TimeoutException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
