package com.openagents.sync.query.sync.projector;

/** How the projector fares. */
sealed interface ProjectorState {
  /** Has not looked yet, or is not to run here. */
  record Idle() implements ProjectorState {}

  record Following() implements ProjectorState {}

  /** Something it needs is away; it tries again by itself. */
  record Waiting(String reason) implements ProjectorState {}

  /** Stands before an event that must be neither projected nor skipped; somebody must look. */
  record Halted(String reason) implements ProjectorState {}
}
