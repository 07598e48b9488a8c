package com.openagents.sync.standalone.proof.model;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/** The last steps of a history, and the first thing that went wrong in it. */
final class Journal {

  private static final int LINES_MAX = 60;
  private static final int LINE_CHARACTERS_MAX = 400;

  private final Deque<String> lines = new ArrayDeque<>();
  private final CompletableFuture<Throwable> failure = new CompletableFuture<>();

  synchronized void write(int step, String line) {
    String shown = line.length() > LINE_CHARACTERS_MAX ? line.substring(0, LINE_CHARACTERS_MAX) + "…" : line;
    lines.add("  %4d %s".formatted(step, shown.replace('\n', ' ')));
    if (lines.size() > LINES_MAX) {
      lines.removeFirst();
    }
  }

  synchronized String lastSteps() {
    return String.join("\n", lines);
  }

  void fail(Throwable violation) {
    if (failure.complete(violation)) {
      write(0, "VIOLATION: " + violation.getMessage());
    }
  }

  /** Done when something goes wrong. */
  CompletableFuture<Throwable> failure() {
    return failure;
  }

  /** Throws what went wrong anywhere. */
  void requireWell() {
    if (failure.isDone()) {
      Throwable violation = failure.join();
      throw new AssertionError(violation.toString(), violation);
    }
  }

  boolean isWell() {
    return !failure.isDone();
  }
}
