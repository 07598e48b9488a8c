package com.openagents.sync.api.message;

import com.openagents.sync.api.PersonalText;
import com.openagents.sync.api.Row;
import java.time.Instant;
import java.util.UUID;

public record MessageRow(
  UUID id,
  UUID agentId,
  UUID orgId,
  MessageRole role,
  @PersonalText String content,
  Instant createdAt,
  Instant updatedAt
) implements Row {}
