package com.openagents.sync.api.payment;

/** Where a payment stands. On the wire in lower case. */
public enum PaymentStatus {
  REQUESTED,
  /** The payer's money is set apart until it is settled, fails or expires. */
  RESERVED,
  SETTLED,
  FAILED,
  /** All of it went back. */
  REFUNDED,
}
