package com.openagents.sync.api.message;

import com.openagents.sync.api.Command;
import java.util.UUID;

public sealed interface MessageCommand extends Command {
  record PostMessage(UUID id, UUID agentId, MessageRole role, String content) implements MessageCommand {}

  record EditMessage(UUID id, String content) implements MessageCommand {}

  record DeleteMessage(UUID id) implements MessageCommand {}
}
