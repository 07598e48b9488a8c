package com.openagents.sync.standalone.demo;

/** None of the given files holds a transcript that can be played. */
public final class NothingToPlay extends RuntimeException {

  private static final long serialVersionUID = 1L;

  NothingToPlay() {
    super("There is nothing to play.", null, false, false);
  }
}
