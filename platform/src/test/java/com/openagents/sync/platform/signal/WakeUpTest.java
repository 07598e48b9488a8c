package com.openagents.sync.platform.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class WakeUpTest {

  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration SHORT = Duration.ofMillis(20);

  private final WakeUp wakeUp = new WakeUp();
  private final AtomicInteger rounds = new AtomicInteger();

  @Test
  void wakesWhoWaits() {
    Thread sleeper = sleeper();
    wakeUp.wake();
    await().until(() -> rounds.get() == 1);
    wakeUp.wake();
    await().until(() -> rounds.get() == 2);
    sleeper.interrupt();
  }

  @Test
  void wakingBeforehandIsNotLost() throws InterruptedException {
    wakeUp.wake();
    wakeUp.await(LONG);
  }

  @Test
  void manyCountAsOne() throws InterruptedException {
    for (int number = 0; number < 1_000; number++) {
      wakeUp.wake();
    }
    wakeUp.await(LONG);
    long begin = System.nanoTime();
    wakeUp.await(SHORT);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThanOrEqualTo(SHORT.dividedBy(2));
  }

  @Test
  void comesBackByItself() throws InterruptedException {
    wakeUp.await(SHORT);
  }

  private Thread sleeper() {
    Thread sleeper = Thread.ofPlatform()
      .daemon()
      .start(() -> {
        try {
          while (!Thread.interrupted()) {
            wakeUp.await(LONG);
            rounds.incrementAndGet();
          }
        } catch (InterruptedException end) {
          Thread.currentThread().interrupt();
        }
      });
    await().until(() -> sleeper.getState() == Thread.State.TIMED_WAITING);
    return sleeper;
  }
}
