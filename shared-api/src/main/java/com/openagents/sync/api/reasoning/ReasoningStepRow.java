package com.openagents.sync.api.reasoning;

import com.openagents.sync.api.PersonalText;
import com.openagents.sync.api.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** @param observation null until the action's outcome is known */
public record ReasoningStepRow(
  UUID id,
  UUID agentId,
  UUID orgId,
  @PersonalText String thought,
  @PersonalText String action,
  @PersonalText @Nullable String observation,
  Instant createdAt,
  Instant updatedAt
) implements Row {}
