package com.openagents.sync.gateway.websocket;

import org.apache.coyote.Processor;
import org.apache.coyote.http11.Http11NioProtocol;

/**
 * The container's HTTP without its list of open sockets, each of which it would ask every second whether its time is up:
 * who listens to them looks after that.
 */
public final class QuietProtocol extends Http11NioProtocol {

  /** For the container. */
  public QuietProtocol() {}

  @Override
  public void addWaitingProcessor(Processor processor) {
    if (!processor.isUpgrade()) {
      super.addWaitingProcessor(processor);
    }
  }
}
