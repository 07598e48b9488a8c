package com.openagents.sync.api.payment;

import com.openagents.sync.api.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One side of a movement of money, never changed.
 *
 * @param id of its domain event
 * @param amount what came in, or, below zero, went out
 * @param balance of the account after it
 */
public record PostingRow(
  UUID id,
  UUID orgId,
  @Nullable UUID agentId,
  UUID accountId,
  UUID paymentId,
  long amount,
  long balance,
  Instant createdAt,
  Instant updatedAt
) implements Row {}
