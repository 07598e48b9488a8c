package com.openagents.sync.api.payment;

import com.openagents.sync.api.DomainEvent;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Amounts are in minor units of the account's currency; {@code balance} and {@code reserved} are those after the event. */
public sealed interface AccountEvent extends DomainEvent {
  /** Whose account it is; null for an org's and for the outside. */
  @Nullable
  UUID agentId();

  /** @param decimals how many of an amount's digits are minor units, such as 2 of USD; it never changes */
  record AccountOpened(
    UUID id,
    UUID orgId,
    @Nullable UUID agentId,
    AccountKind kind,
    String currency,
    int decimals
  ) implements AccountEvent {}

  /** So much of the balance is spoken for. */
  record FundsReserved(
    UUID id,
    UUID orgId,
    @Nullable UUID agentId,
    UUID paymentId,
    long amount,
    long balance,
    long reserved
  ) implements AccountEvent {}

  /** What a payment reserved is free again, since it failed. */
  record FundsReleased(
    UUID id,
    UUID orgId,
    @Nullable UUID agentId,
    UUID paymentId,
    long amount,
    long balance,
    long reserved
  ) implements AccountEvent {}

  /**
   * One side of a movement of money. Over all accounts the postings of a payment sum to zero.
   *
   * @param amount what came in, or, below zero, went out
   */
  record FundsPosted(
    UUID id,
    UUID orgId,
    @Nullable UUID agentId,
    UUID paymentId,
    long amount,
    long balance,
    long reserved
  ) implements AccountEvent {}
}
