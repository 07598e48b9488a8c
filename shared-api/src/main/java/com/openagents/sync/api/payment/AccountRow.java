package com.openagents.sync.api.payment;

import com.openagents.sync.api.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param decimals how many of an amount's digits are minor units
 * @param balance in minor units of the currency
 * @param reserved of it, spoken for by payments that are not settled yet; what is available is the rest
 */
public record AccountRow(
  UUID id,
  UUID orgId,
  @Nullable UUID agentId,
  AccountKind kind,
  String currency,
  int decimals,
  long balance,
  long reserved,
  Instant createdAt,
  Instant updatedAt
) implements Row {}
