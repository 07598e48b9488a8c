package com.openagents.sync.api.message;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.PersonalText;
import java.util.UUID;

public sealed interface MessageEvent extends DomainEvent {
  UUID agentId();

  record MessagePosted(
    UUID id,
    UUID agentId,
    UUID orgId,
    MessageRole role,
    @PersonalText String content
  ) implements MessageEvent {}

  record MessageEdited(
    UUID id,
    UUID agentId,
    UUID orgId,
    @PersonalText String content
  ) implements MessageEvent {}

  record MessageDeleted(UUID id, UUID agentId, UUID orgId) implements MessageEvent {}
}
