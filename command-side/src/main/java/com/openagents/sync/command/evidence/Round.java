package com.openagents.sync.command.evidence;

import com.openagents.sync.platform.signal.WakeUp;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Something that is done again and again by a thread of its own until it is stopped, and once more then. */
final class Round {

  /** May fail; it is tried again. */
  interface Task {
    /** @param last whether it is the last time */
    void run(boolean last) throws Exception;
  }

  /** What keeps it from its work. */
  record Trouble(Instant since, String reason) {}

  private static final Logger log = LoggerFactory.getLogger(Round.class);
  private static final Duration EVERY = Duration.ofSeconds(1);
  private static final Duration STOP_WITHIN = Duration.ofSeconds(7);

  private final String name;
  private final Task task;
  private final WakeUp wakeUp = new WakeUp();
  private volatile boolean running;
  private volatile @Nullable Trouble trouble;
  private Thread thread = new Thread();

  Round(String name, Task task) {
    this.name = name;
    this.task = task;
  }

  void start() {
    running = true;
    thread = Thread.ofPlatform().daemon().name(name).start(this::work);
  }

  /** Asked rather than interrupted, so that a statement that runs is not broken off. */
  void stop() {
    running = false;
    wakeUp.wake();
    try {
      if (!thread.join(STOP_WITHIN)) {
        thread.interrupt();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  Optional<Trouble> trouble() {
    return Optional.ofNullable(trouble);
  }

  String name() {
    return name;
  }

  private void work() {
    boolean last;
    do {
      last = !running;
      try {
        task.run(last);
        trouble = null;
        if (!last) {
          wakeUp.await(EVERY);
        }
      } catch (InterruptedException stopped) {
        return;
      } catch (Exception failure) {
        failed(failure);
      }
    } while (!last);
  }

  private void failed(Exception failure) {
    String reason = String.valueOf(failure.getMessage());
    Trouble before = trouble;
    if (before == null || !before.reason().equals(reason)) {
      if (failure instanceof HistoryDiffers) {
        log.error(
          "ALARM: {}. Nothing is signed any more; see 'When verify fails' in docs/operations.md",
          reason
        );
      } else {
        log.warn("{} does not get on and tries again: {}", name, reason);
      }
    }
    trouble = new Trouble(before == null ? Instant.now() : before.since(), reason);
    try {
      if (running) {
        wakeUp.await(EVERY);
      }
    } catch (InterruptedException stopped) {
      running = false;
    }
  }
}
