package com.openagents.sync.api.agent;

import com.openagents.sync.api.Command;
import java.util.UUID;

public sealed interface AgentCommand extends Command {
  record CreateAgent(UUID id, UUID orgId, String name) implements AgentCommand {}

  record RenameAgent(UUID id, String name) implements AgentCommand {}

  /** A retired agent keeps its history and takes no new messages or steps. */
  record RetireAgent(UUID id) implements AgentCommand {}
}
