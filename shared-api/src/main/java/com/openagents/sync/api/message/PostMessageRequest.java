package com.openagents.sync.api.message;

import com.openagents.sync.api.RequestBody;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * {@code POST /api/message}.
 *
 * @param role {@code user} when absent
 */
public record PostMessageRequest(
  @Nullable UUID id,
  UUID agentId,
  @Nullable MessageRole role,
  String content
) implements RequestBody {}
