package com.openagents.sync.api.payment;

import com.openagents.sync.api.Command;
import java.time.Duration;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

public sealed interface PaymentCommand extends Command {
  record RequestPayment(
    UUID id,
    UUID fromAccountId,
    UUID toAccountId,
    long amount,
    String currency,
    String memo
  ) implements PaymentCommand {}

  /** Moves money in from outside, at once. */
  record Deposit(UUID id, UUID accountId, long amount, String memo) implements PaymentCommand {}

  /** Moves money out, at once. */
  record Withdraw(UUID id, UUID accountId, long amount, String memo) implements PaymentCommand {}

  record ReservePayment(UUID id, Duration expiresIn) implements PaymentCommand {}

  record SettlePayment(UUID id) implements PaymentCommand {}

  record FailPayment(UUID id, String reason) implements PaymentCommand {}

  /** Fails a payment whose reservation has run out. */
  record ExpirePayment(UUID id) implements PaymentCommand {}

  /** @param amount null for all that is left */
  record RefundPayment(UUID id, @Nullable Long amount) implements PaymentCommand {}
}
