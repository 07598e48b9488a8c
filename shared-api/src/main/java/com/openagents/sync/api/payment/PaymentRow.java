package com.openagents.sync.api.payment;

import com.openagents.sync.api.PersonalText;
import com.openagents.sync.api.Row;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * @param amount in minor units of the currency
 * @param refunded how much of it went back
 * @param failure why it failed
 * @param expiresAt until when it may be settled, once it is reserved
 */
public record PaymentRow(
  UUID id,
  UUID orgId,
  @Nullable UUID fromAgentId,
  @Nullable UUID toAgentId,
  UUID fromAccountId,
  UUID toAccountId,
  PaymentKind kind,
  long amount,
  String currency,
  @PersonalText String memo,
  PaymentStatus status,
  long refunded,
  @PersonalText @Nullable String failure,
  @Nullable Instant expiresAt,
  Instant createdAt,
  Instant updatedAt
) implements Row {}
