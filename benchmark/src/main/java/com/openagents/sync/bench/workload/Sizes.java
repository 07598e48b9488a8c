package com.openagents.sync.bench.workload;

/** How much is written. */
final class Sizes {

  /** Of a message's text, so that the plain server's row is 300 bytes of JSON. */
  static final int CONTENT = 100;

  private Sizes() {}
}
