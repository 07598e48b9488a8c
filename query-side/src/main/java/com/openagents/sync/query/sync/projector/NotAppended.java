package com.openagents.sync.query.sync.projector;

/** Events that were announced are not stored, or not yet; nothing of them is projected. */
final class NotAppended extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NotAppended() {
    super("Events that were announced are not stored, or not yet", null, false, false);
  }
}
