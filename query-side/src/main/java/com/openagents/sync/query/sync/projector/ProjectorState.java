package com.openagents.sync.query.sync.projector;

/** How the projector fares. */
sealed interface ProjectorState {
  /** Has not looked yet, or is not to run here. */
  record Idle() implements ProjectorState {}

  /** Another node projects. */
  record StandingBy() implements ProjectorState {}

  record Following() implements ProjectorState {}

  /** Something it needs is away; it tries again by itself. */
  record Waiting(String reason) implements ProjectorState {}

  /** Going on would lose or distort something; somebody must look. */
  record Halted(String reason) implements ProjectorState {}
}
