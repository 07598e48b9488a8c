package com.openagents.sync.api.codechange;

import com.openagents.sync.api.RequestBody;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/code-change}. */
public record ProposeChangeRequest(
  @Nullable UUID id,
  UUID agentId,
  String title,
  @Nullable String baseRevision,
  String diff
) implements RequestBody {}
