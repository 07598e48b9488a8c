package com.openagents.sync.query.sync.retention;

/** How retention fares on this node. */
sealed interface RetentionState {
  /** Has not looked yet, or is not to run here. */
  record Idle() implements RetentionState {}

  record Keeping() implements RetentionState {}

  /** Somebody reads or writes what is to go; nothing is wrong yet. */
  record Waiting(String reason) implements RetentionState {}

  record Failing(String reason) implements RetentionState {}
}
