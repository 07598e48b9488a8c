package com.openagents.sync.gateway.websocket;

/** A peer that does not keep to the protocol. */
final class Violation extends Exception {

  private static final long serialVersionUID = 1L;

  private final transient CloseStatus status;

  Violation(CloseStatus status) {
    super(status.toString(), null, false, false);
    this.status = status;
  }

  CloseStatus status() {
    return status;
  }
}
