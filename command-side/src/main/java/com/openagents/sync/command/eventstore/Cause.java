package com.openagents.sync.command.eventstore;

import com.openagents.sync.platform.event.EventMetadata;
import java.util.UUID;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.Message;

/**
 * Who wanted what by a mutation. Stored with it, so that one that changed nothing can be traced as well.
 *
 * @param commandId the causation id of its events
 */
record Cause(
  String command,
  String commandId,
  String actor,
  String actorKind,
  String correlationId,
  UUID orgId
) {
  static Cause of(CommandMessage<?> command, UUID orgId) {
    return new Cause(
      command.getPayloadType().getSimpleName(),
      command.getIdentifier(),
      required(command, EventMetadata.ACTOR),
      required(command, EventMetadata.ACTOR_KIND),
      required(command, EventMetadata.CORRELATION_ID),
      orgId
    );
  }

  /** What must say who is behind it. */
  static String required(Message<?> message, String key) {
    if (message.getMetaData().get(key) instanceof String value && !value.isBlank()) {
      return value;
    }
    throw new IllegalStateException(message.getPayloadType().getSimpleName() + " without '" + key + "'");
  }
}
