package com.openagents.sync.standalone.proof;

/** The engine did what its contract forbids. */
final class ModelViolation extends AssertionError {

  private static final long serialVersionUID = 1L;

  ModelViolation(String what) {
    super(what);
  }

  @SuppressWarnings("AnnotateFormatMethod")
  static void require(boolean holds, String otherwise, Object... arguments) {
    if (!holds) {
      throw new ModelViolation(otherwise.formatted(arguments));
    }
  }
}
