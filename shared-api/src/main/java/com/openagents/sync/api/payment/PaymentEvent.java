package com.openagents.sync.api.payment;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.PersonalText;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Amounts are in minor units of the payment's currency. */
public sealed interface PaymentEvent extends DomainEvent {
  /** Whose account pays, if it is an agent's. */
  @Nullable
  UUID fromAgentId();

  /** Whose account is paid, if it is an agent's. */
  @Nullable
  UUID toAgentId();

  record PaymentRequested(
    UUID id,
    UUID orgId,
    @Nullable UUID fromAgentId,
    @Nullable UUID toAgentId,
    UUID fromAccountId,
    UUID toAccountId,
    PaymentKind kind,
    long amount,
    String currency,
    @PersonalText String memo
  ) implements PaymentEvent {}

  /** @param expiresAt if it is not settled by then, it fails */
  record PaymentReserved(
    UUID id,
    UUID orgId,
    @Nullable UUID fromAgentId,
    @Nullable UUID toAgentId,
    Instant expiresAt
  ) implements PaymentEvent {}

  record PaymentSettled(
    UUID id,
    UUID orgId,
    @Nullable UUID fromAgentId,
    @Nullable UUID toAgentId
  ) implements PaymentEvent {}

  record PaymentFailed(
    UUID id,
    UUID orgId,
    @Nullable UUID fromAgentId,
    @Nullable UUID toAgentId,
    @PersonalText String reason
  ) implements PaymentEvent {}

  /**
   * Some of it went back.
   *
   * @param amount by this refund
   * @param refunded by all so far
   * @param whole whether that is all of it
   */
  record PaymentRefunded(
    UUID id,
    UUID orgId,
    @Nullable UUID fromAgentId,
    @Nullable UUID toAgentId,
    long amount,
    long refunded,
    boolean whole
  ) implements PaymentEvent {}
}
