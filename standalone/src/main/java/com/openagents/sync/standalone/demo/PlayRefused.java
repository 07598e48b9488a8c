package com.openagents.sync.standalone.demo;

import java.util.Set;

/** The server said no, or nothing at all for too long. */
final class PlayRefused extends Exception {

  private static final long serialVersionUID = 1L;

  private static final Set<String> TOO_LONG = Set.of("text_too_long", "payload_too_large");

  private final String code;

  /** @param code the server's, or empty */
  PlayRefused(String reason, String code) {
    super(reason, null, false, false);
    this.code = code;
  }

  boolean is(String code) {
    return this.code.equals(code);
  }

  /** Whether a shorter text may be taken. */
  boolean isTooLong() {
    return TOO_LONG.contains(code);
  }
}
