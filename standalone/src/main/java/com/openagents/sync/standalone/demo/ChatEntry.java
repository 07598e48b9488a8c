package com.openagents.sync.standalone.demo;

import com.openagents.sync.api.message.MessageRole;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a transcript's history.
 *
 * @param demonstration whether it belongs to an example that the agent was given
 * @param thought of a step, if the entry names it; so with {@code action}
 */
record ChatEntry(
  MessageRole role,
  String content,
  boolean demonstration,
  @Nullable String thought,
  @Nullable String action
) {
  /** Whether the agent itself says this, in the course of its work. */
  boolean isTurn() {
    return role == MessageRole.ASSISTANT && !demonstration;
  }

  /** Whether this is what the agent said when it took the step. */
  boolean belongsTo(StepEntry step) {
    return (
      content.equals(step.response()) ||
      (thought != null && thought.equals(step.thought()) && action != null && action.equals(step.action()))
    );
  }
}
