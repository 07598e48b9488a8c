package com.openagents.sync.standalone.demo;

/** Why a file is no transcript. */
final class UnreadableTranscript extends Exception {

  private static final long serialVersionUID = 1L;

  UnreadableTranscript(String reason) {
    super(reason, null, false, false);
  }
}
