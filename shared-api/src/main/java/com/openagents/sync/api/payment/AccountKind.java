package com.openagents.sync.api.payment;

/** Whose an account is. On the wire in lower case. */
public enum AccountKind {
  AGENT,
  ORG,
  /** The rest of the world: what is deposited comes from here, what is withdrawn goes here. Its balance may be negative. */
  OUTSIDE,
}
