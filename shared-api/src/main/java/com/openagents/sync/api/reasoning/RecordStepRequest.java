package com.openagents.sync.api.reasoning;

import com.openagents.sync.api.RequestBody;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/reasoning}. At least one of the three texts must not be empty. */
public record RecordStepRequest(
  @Nullable UUID id,
  UUID agentId,
  @Nullable String thought,
  @Nullable String action,
  @Nullable String observation
) implements RequestBody {}
