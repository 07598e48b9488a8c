package com.openagents.sync.standalone;

/** Why the engine does not start, in one line that says what to do. Carries no stack trace: it is an answer, not an accident. */
public final class StartRefused extends RuntimeException {

  private static final long serialVersionUID = 1L;

  public StartRefused(String line) {
    super(line, null, false, false);
  }
}
