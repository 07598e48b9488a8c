package com.openagents.sync.api.payment;

import com.openagents.sync.api.RequestBody;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/account/{id}/deposit} and {@code …/withdraw}. */
public record MoveFundsRequest(
  @Nullable UUID id,
  Long amount,
  @Nullable String memo
) implements RequestBody {}
