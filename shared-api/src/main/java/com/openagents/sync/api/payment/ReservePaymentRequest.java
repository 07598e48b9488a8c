package com.openagents.sync.api.payment;

import com.openagents.sync.api.RequestBody;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/payment/{id}/reserve}. */
public record ReservePaymentRequest(@Nullable Integer expiresInSeconds) implements RequestBody {}
