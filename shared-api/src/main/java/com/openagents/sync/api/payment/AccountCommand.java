package com.openagents.sync.api.payment;

import com.openagents.sync.api.Command;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public sealed interface AccountCommand extends Command {
  /**
   * @param orgId whose it shall be; null for an agent's, which is of the agent's org
   * @param agentId whose it shall be; null for the org's own
   */
  record OpenAccount(
    UUID id,
    @Nullable UUID orgId,
    @Nullable UUID agentId,
    String currency
  ) implements AccountCommand {}
}
