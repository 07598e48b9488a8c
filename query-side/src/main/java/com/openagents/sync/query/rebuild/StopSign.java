package com.openagents.sync.query.rebuild;

/** Says whether somebody wants a run to stop where it is. */
interface StopSign {
  boolean isUp();

  /** @throws Stopped if so; what is done is kept */
  default void stopIfWanted() {
    if (isUp()) {
      throw new Stopped();
    }
  }

  final class Stopped extends RuntimeException {

    private static final long serialVersionUID = 1L;
  }
}
