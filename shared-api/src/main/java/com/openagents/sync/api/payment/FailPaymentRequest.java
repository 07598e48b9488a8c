package com.openagents.sync.api.payment;

import com.openagents.sync.api.RequestBody;

/** {@code POST /api/payment/{id}/fail}. */
public record FailPaymentRequest(String reason) implements RequestBody {}
