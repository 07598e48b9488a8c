package com.openagents.sync.query.sync.erasure;

/** How this node is doing with what erasures leave to do. */
sealed interface ErasureState {
  /** Nothing is left to do, as far as this node sees. */
  record Done() implements ErasureState {}

  /** Something is left, and goes on by itself. */
  record Waiting(String reason) implements ErasureState {}

  record Failing(String reason) implements ErasureState {}
}
