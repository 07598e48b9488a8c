package com.openagents.sync.standalone.demo;

import java.io.Console;
import java.time.Duration;
import java.util.Optional;

/** Shows the score while it changes: on a terminal in one line that is written over, elsewhere in a line now and then. */
final class Progress implements AutoCloseable {

  private static final Duration ON_A_TERMINAL_EVERY = Duration.ofMillis(200);
  private static final Duration ELSEWHERE_EVERY = Duration.ofSeconds(15);
  private static final String CLEAR_LINE = "\r\u001b[K";

  private final Score score;
  private final boolean terminal;
  private final Thread shower;

  Progress(Score score) {
    this.score = score;
    terminal = Optional.ofNullable(System.console()).map(Console::isTerminal).orElse(false);
    shower = Thread.ofVirtual().name("demo-progress").start(this::show);
  }

  /** Leaves a clear line behind. */
  @Override
  public void close() {
    shower.interrupt();
    try {
      shower.join();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    if (terminal) {
      System.out.print(CLEAR_LINE);
    }
  }

  private void show() {
    try {
      while (true) {
        Thread.sleep(terminal ? ON_A_TERMINAL_EVERY : ELSEWHERE_EVERY);
        if (terminal) {
          System.out.print(CLEAR_LINE + score.line());
          System.out.flush();
        } else {
          System.out.println(score.line());
        }
      }
    } catch (InterruptedException done) {
      // The last line is the caller's.
    }
  }
}
