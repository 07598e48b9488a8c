package com.openagents.sync.query.sync.projector;

/** Another node projects by now; this one wrote nothing. */
final class LeaseLost extends RuntimeException {

  private static final long serialVersionUID = 1L;

  LeaseLost() {
    super("another node projects by now", null, false, false);
  }
}
