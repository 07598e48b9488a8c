package com.openagents.sync.gateway;

/** How the tail is doing. */
record TailState(Kind kind, String detail) {
  enum Kind {
    /** Reads what is committed. */
    FOLLOWING,
    /** The log can't be read now; tried again. */
    UNREACHABLE,
    /** An event is missing; nothing is delivered past it. */
    BROKEN,
  }

  static final TailState FOLLOWING = new TailState(Kind.FOLLOWING, "");
}
