package com.openagents.sync.api.payment;

import com.openagents.sync.api.RequestBody;
import org.jspecify.annotations.Nullable;

/** {@code POST /api/payment/{id}/refund}; all that is left when {@code amount} is absent. */
public record RefundPaymentRequest(@Nullable Long amount) implements RequestBody {}
