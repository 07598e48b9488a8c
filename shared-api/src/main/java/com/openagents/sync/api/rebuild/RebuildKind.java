package com.openagents.sync.api.rebuild;

/** What a run is to do with the tables that it makes from the events. */
public enum RebuildKind {
  /** Have them take the place of the present ones. */
  REBUILD,
  /** Say where the present ones differ. */
  VERIFY,
  /** Correct the present ones where they differ. */
  REPAIR,
  /** Have those that a rebuild replaced take their place again. */
  ROLLBACK,
  /** Have them take the place of the present ones, and another life of the sync log begin, where it is lost. */
  LOG,
}
