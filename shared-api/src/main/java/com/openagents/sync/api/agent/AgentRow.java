package com.openagents.sync.api.agent;

import com.openagents.sync.api.PersonalText;
import com.openagents.sync.api.Row;
import java.time.Instant;
import java.util.UUID;

public record AgentRow(
  UUID id,
  UUID orgId,
  @PersonalText String name,
  AgentStatus status,
  Instant createdAt,
  Instant updatedAt
) implements Row {}
