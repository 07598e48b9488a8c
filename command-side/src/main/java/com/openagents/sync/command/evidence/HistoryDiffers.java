package com.openagents.sync.command.evidence;

/** The event store does not hold what was signed before. Nothing is signed until somebody has looked at it. */
final class HistoryDiffers extends RuntimeException {

  private static final long serialVersionUID = 1L;

  HistoryDiffers(String line) {
    super(line, null, false, false);
  }
}
