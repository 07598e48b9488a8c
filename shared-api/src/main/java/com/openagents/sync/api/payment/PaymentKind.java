package com.openagents.sync.api.payment;

/** What a payment is for. On the wire in lower case. */
public enum PaymentKind {
  TRANSFER,
  /** From outside. */
  DEPOSIT,
  /** To the outside. */
  WITHDRAWAL,
}
