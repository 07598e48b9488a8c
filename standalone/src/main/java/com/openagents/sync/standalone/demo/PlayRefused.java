package com.openagents.sync.standalone.demo;

/** The server said no, or nothing at all for too long. */
final class PlayRefused extends Exception {

  private static final long serialVersionUID = 1L;

  private final boolean tooLong;

  PlayRefused(String reason, boolean tooLong) {
    super(reason, null, false, false);
    this.tooLong = tooLong;
  }

  /** Whether a shorter text may be taken. */
  boolean isTooLong() {
    return tooLong;
  }
}
