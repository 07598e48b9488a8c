package com.openagents.sync.standalone.demo;

import com.openagents.sync.api.message.MessageRole;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One thing that an agent does, in the order of its transcript. */
sealed interface Scene {
  /** @param index among the messages of the transcript */
  record Talk(int index, MessageRole role, String content) implements Scene {}

  /**
   * @param index among the steps of the transcript
   * @param observation null if the transcript tells none
   * @param takes how long the action ran
   */
  record Step(
    int index,
    String thought,
    String action,
    @Nullable String observation,
    Duration takes
  ) implements Scene {}

  /**
   * What the agent hands in at its end.
   *
   * @param diff unified
   * @param baseRevision empty if the transcript tells none
   */
  record Submission(String title, String baseRevision, String diff) implements Scene {}

  /**
   * What the agent's work cost.
   *
   * @param cents more than none
   * @param memo tells the exact amount
   */
  record Cost(long cents, String memo) implements Scene {}
}
