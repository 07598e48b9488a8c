package com.openagents.sync.api.rebuild;

/** Whether a run is at work; one at a time is, and what is paused keeps the others waiting. */
public enum RebuildState {
  WAITING,
  RUNNING,
  PAUSED,
  DONE,
  FAILED,
  CANCELLED,
}
