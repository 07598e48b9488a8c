package com.openagents.sync.command.access;

import java.util.Optional;
import java.util.UUID;

/** What features that concern an agent must know of it. */
public interface AgentDirectory {
  record Entry(UUID orgId, boolean retired) {}

  Optional<Entry> find(UUID agentId);
}
