package com.openagents.sync.api.rebuild;

/** What a run is at, in its order. */
public enum RebuildPhase {
  REPLAYING,
  INDEXING,
  CATCHING_UP,
  COMPARING,
  FLIPPING,
  ENDED,
}
