package com.openagents.sync.gateway;

/** Where a subscription stands. The table is total: what can't happen in a phase is an error, not a surprise. */
enum Phase {
  /** The rows come from the query side. */
  BOOTSTRAPPING,
  /** Events come from the log, at the socket's pace. */
  CATCHING_UP,
  /** Events come from the tail. */
  LIVE,
  /** The client was told why it goes no further. */
  REFUSED,
  /** The client or its socket left. */
  LEFT;

  /** What can happen to a subscription. */
  enum Happening {
    BOOTSTRAPPED,
    CAUGHT_UP,
    FELL_BEHIND,
    REFUSED,
    LEFT,
  }

  boolean isOver() {
    return this == REFUSED || this == LEFT;
  }

  Phase after(Happening happening) {
    return switch (this) {
      case BOOTSTRAPPING -> switch (happening) {
        case BOOTSTRAPPED -> CATCHING_UP;
        case REFUSED -> REFUSED;
        case LEFT -> LEFT;
        case CAUGHT_UP, FELL_BEHIND -> throw impossible(happening);
      };
      case CATCHING_UP -> switch (happening) {
        case CAUGHT_UP -> LIVE;
        case REFUSED -> REFUSED;
        case LEFT -> LEFT;
        case BOOTSTRAPPED, FELL_BEHIND -> throw impossible(happening);
      };
      case LIVE -> switch (happening) {
        case FELL_BEHIND -> CATCHING_UP;
        case REFUSED -> REFUSED;
        case LEFT -> LEFT;
        case BOOTSTRAPPED, CAUGHT_UP -> throw impossible(happening);
      };
      case REFUSED, LEFT -> this;
    };
  }

  private IllegalStateException impossible(Happening happening) {
    return new IllegalStateException(happening + " while " + this);
  }
}
