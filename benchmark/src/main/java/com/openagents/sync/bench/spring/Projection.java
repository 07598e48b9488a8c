package com.openagents.sync.bench.spring;

import java.time.Instant;
import java.util.UUID;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** What is posted becomes a row, and once that is committed everybody is told. */
@ProcessingGroup("messages")
final class Projection {

  private final Messages messages;
  private final Sockets sockets;

  Projection(Messages messages, Sockets sockets) {
    this.messages = messages;
    this.sockets = sockets;
  }

  @EventHandler
  void on(Posted event, @Timestamp Instant time, UnitOfWork<?> unitOfWork) {
    MessageRow row = new MessageRow(
      UUID.fromString(event.id()),
      UUID.fromString(event.agentId()),
      "user",
      event.content(),
      time
    );
    messages.insert(row);
    unitOfWork.root().afterCommit(_ -> sockets.broadcast(row));
  }
}
