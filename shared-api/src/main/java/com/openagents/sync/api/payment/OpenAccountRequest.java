package com.openagents.sync.api.payment;

import com.openagents.sync.api.RequestBody;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/account}: one of the two names whose it shall be. */
public record OpenAccountRequest(
  @Nullable UUID agentId,
  @Nullable UUID orgId,
  String currency
) implements RequestBody {}
