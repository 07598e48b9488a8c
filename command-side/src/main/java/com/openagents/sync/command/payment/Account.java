package com.openagents.sync.command.payment;

import com.openagents.sync.api.payment.AccountEvent.AccountOpened;
import com.openagents.sync.api.payment.AccountEvent.FundsPosted;
import com.openagents.sync.api.payment.AccountEvent.FundsReleased;
import com.openagents.sync.api.payment.AccountEvent.FundsReserved;
import com.openagents.sync.api.payment.AccountKind;
import com.openagents.sync.api.payment.AccountRow;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import java.time.Instant;
import java.util.UUID;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;

/**
 * Money of one owner in one currency. What is reserved stays in the balance but can't be spent. Payments move it, both
 * sides in one unit of work, so that a crash or a conflict leaves neither.
 */
@Aggregate
@NullUnmarked // its fields are empty until its first event
class Account {

  /** What a JSON number holds without loss. */
  static final long BALANCE_MAX = (1L << 53) - 1;

  @AggregateIdentifier
  private UUID id;

  private AccountRow record;

  Account() {}

  Account(AccountOpened opened) {
    AggregateLifecycle.apply(opened);
  }

  AccountRow record() {
    return record;
  }

  /** What never changes of it. */
  AccountOpened opening() {
    return new AccountOpened(
      id,
      record.orgId(),
      record.agentId(),
      record.kind(),
      record.currency(),
      record.decimals()
    );
  }

  /** @throws Rejected with {@code insufficient_funds} */
  void reserve(UUID paymentId, long amount) {
    requireAvailable(amount);
    AggregateLifecycle.apply(
      new FundsReserved(
        id,
        record.orgId(),
        record.agentId(),
        paymentId,
        amount,
        record.balance(),
        record.reserved() + amount
      )
    );
  }

  void release(UUID paymentId, long amount) {
    AggregateLifecycle.apply(
      new FundsReleased(
        id,
        record.orgId(),
        record.agentId(),
        paymentId,
        amount,
        record.balance(),
        record.reserved() - amount
      )
    );
  }

  /** Pays out what was reserved for the payment. */
  void payReserved(UUID paymentId, long amount) {
    post(paymentId, -amount, record.reserved() - amount);
  }

  /** @throws Rejected with {@code insufficient_funds} */
  void pay(UUID paymentId, long amount) {
    requireAvailable(amount);
    post(paymentId, -amount, record.reserved());
  }

  /** @throws Rejected with {@code amount_invalid} if the account can't hold so much */
  void receive(UUID paymentId, long amount) {
    if (record.balance() + amount > BALANCE_MAX) {
      throw Rejected.field(
        RejectionCode.AMOUNT_INVALID,
        "amount",
        "Account %s would hold more than %d.".formatted(id, BALANCE_MAX)
      );
    }
    post(paymentId, amount, record.reserved());
  }

  private void post(UUID paymentId, long amount, long reserved) {
    AggregateLifecycle.apply(
      new FundsPosted(
        id,
        record.orgId(),
        record.agentId(),
        paymentId,
        amount,
        record.balance() + amount,
        reserved
      )
    );
  }

  private void requireAvailable(long amount) {
    long available = record.balance() - record.reserved();
    boolean unlimited = record.kind() == AccountKind.OUTSIDE && record.balance() - amount >= -BALANCE_MAX;
    if (amount > available && !unlimited) {
      throw new Rejected(
        RejectionCode.INSUFFICIENT_FUNDS,
        "Account %s has %d %s available; %d are wanted.".formatted(id, available, record.currency(), amount)
      );
    }
  }

  @EventSourcingHandler
  void on(AccountOpened event, @Timestamp Instant time) {
    id = event.id();
    record = new AccountRow(
      event.id(),
      event.orgId(),
      event.agentId(),
      event.kind(),
      event.currency(),
      event.decimals(),
      0,
      0,
      time,
      time
    );
  }

  @EventSourcingHandler
  void on(FundsReserved event, @Timestamp Instant time) {
    become(event.balance(), event.reserved(), time);
  }

  @EventSourcingHandler
  void on(FundsReleased event, @Timestamp Instant time) {
    become(event.balance(), event.reserved(), time);
  }

  @EventSourcingHandler
  void on(FundsPosted event, @Timestamp Instant time) {
    become(event.balance(), event.reserved(), time);
  }

  private void become(long balance, long reserved, Instant time) {
    record = new AccountRow(
      id,
      record.orgId(),
      record.agentId(),
      record.kind(),
      record.currency(),
      record.decimals(),
      balance,
      reserved,
      record.createdAt(),
      time
    );
  }
}
