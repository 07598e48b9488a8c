package com.openagents.sync.api.payment;

import com.openagents.sync.api.RequestBody;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/payment}. */
public record RequestPaymentRequest(
  @Nullable UUID id,
  UUID fromAccountId,
  UUID toAccountId,
  Long amount,
  String currency,
  @Nullable String memo
) implements RequestBody {}
