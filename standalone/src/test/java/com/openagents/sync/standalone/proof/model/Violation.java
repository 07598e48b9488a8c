package com.openagents.sync.standalone.proof.model;

/** The engine did what its contract forbids. */
final class Violation extends AssertionError {

  private static final long serialVersionUID = 1L;

  Violation(String what) {
    super(what);
  }

  @SuppressWarnings("AnnotateFormatMethod")
  static void require(boolean holds, String otherwise, Object... arguments) {
    if (!holds) {
      throw new Violation(otherwise.formatted(arguments));
    }
  }
}
