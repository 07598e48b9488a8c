package com.openagents.sync.command.payment;

import com.openagents.sync.api.payment.PaymentEvent.PaymentFailed;
import com.openagents.sync.api.payment.PaymentEvent.PaymentRefunded;
import com.openagents.sync.api.payment.PaymentEvent.PaymentRequested;
import com.openagents.sync.api.payment.PaymentEvent.PaymentReserved;
import com.openagents.sync.api.payment.PaymentEvent.PaymentSettled;
import com.openagents.sync.api.payment.PaymentKind;
import com.openagents.sync.api.payment.PaymentRow;
import com.openagents.sync.api.payment.PaymentStatus;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** One movement of money and how far it has come: requested → reserved → settled | failed, settled → refunded. */
@Aggregate
@NullUnmarked // its fields are empty until its first event
class Payment {

  @AggregateIdentifier
  private UUID id;

  private PaymentRow record;

  Payment() {}

  Payment(PaymentRequested requested) {
    AggregateLifecycle.apply(requested);
  }

  PaymentRow record() {
    return record;
  }

  /** @throws Rejected with {@code illegal_step} */
  void reserve(Instant expiresAt) {
    requireStatus("reserved", PaymentStatus.REQUESTED);
    AggregateLifecycle.apply(
      new PaymentReserved(id, record.orgId(), record.fromAgentId(), record.toAgentId(), expiresAt)
    );
  }

  /** @throws Rejected with {@code illegal_step}, also once the reservation has run out */
  void settle(Instant now) {
    requireStatus("settled", PaymentStatus.RESERVED);
    if (hasExpired(now)) {
      throw illegalStep("settled", "its reservation ran out at " + record.expiresAt());
    }
    AggregateLifecycle.apply(
      new PaymentSettled(id, record.orgId(), record.fromAgentId(), record.toAgentId())
    );
  }

  /** Of deposits and withdrawals, which need no reservation. */
  void settleAtOnce() {
    AggregateLifecycle.apply(
      new PaymentSettled(id, record.orgId(), record.fromAgentId(), record.toAgentId())
    );
  }

  /** @throws Rejected with {@code illegal_step} */
  void fail(String reason) {
    requireStatus("failed", PaymentStatus.REQUESTED, PaymentStatus.RESERVED);
    AggregateLifecycle.apply(
      new PaymentFailed(id, record.orgId(), record.fromAgentId(), record.toAgentId(), reason)
    );
  }

  boolean hasExpired(Instant now) {
    return (
      record.status() == PaymentStatus.RESERVED &&
      record.expiresAt() != null &&
      !now.isBefore(record.expiresAt())
    );
  }

  /**
   * Sends some of it back.
   *
   * @param wanted null for all that is left
   * @return how much that is
   * @throws Rejected with {@code illegal_step} or {@code amount_invalid}
   */
  long refund(@Nullable Long wanted) {
    requireStatus("refunded", PaymentStatus.SETTLED);
    if (record.kind() != PaymentKind.TRANSFER) {
      throw illegalStep("refunded", "it is a " + record.kind().name().toLowerCase(Locale.ROOT));
    }
    long left = record.amount() - record.refunded();
    long amount = wanted == null ? left : wanted;
    if (amount > left) {
      throw Rejected.field(
        RejectionCode.AMOUNT_INVALID,
        "amount",
        "Of payment %s %d are left to refund.".formatted(id, left)
      );
    }
    AggregateLifecycle.apply(
      new PaymentRefunded(
        id,
        record.orgId(),
        record.fromAgentId(),
        record.toAgentId(),
        amount,
        record.refunded() + amount,
        amount == left
      )
    );
    return amount;
  }

  private void requireStatus(String step, PaymentStatus... allowed) {
    for (PaymentStatus status : allowed) {
      if (record.status() == status) {
        return;
      }
    }
    throw illegalStep(step, "it is " + record.status().name().toLowerCase(Locale.ROOT));
  }

  private Rejected illegalStep(String step, String why) {
    return new Rejected(RejectionCode.ILLEGAL_STEP, "Payment %s can't be %s: %s.".formatted(id, step, why));
  }

  @EventSourcingHandler
  void on(PaymentRequested event, @Timestamp Instant time) {
    id = event.id();
    record = new PaymentRow(
      event.id(),
      event.orgId(),
      event.fromAgentId(),
      event.toAgentId(),
      event.fromAccountId(),
      event.toAccountId(),
      event.kind(),
      event.amount(),
      event.currency(),
      event.memo(),
      PaymentStatus.REQUESTED,
      0,
      null,
      null,
      time,
      time
    );
  }

  @EventSourcingHandler
  void on(PaymentReserved event, @Timestamp Instant time) {
    become(PaymentStatus.RESERVED, 0, null, event.expiresAt(), time);
  }

  @EventSourcingHandler
  void on(PaymentSettled event, @Timestamp Instant time) {
    become(PaymentStatus.SETTLED, 0, null, record.expiresAt(), time);
  }

  @EventSourcingHandler
  void on(PaymentFailed event, @Timestamp Instant time) {
    become(PaymentStatus.FAILED, 0, event.reason(), record.expiresAt(), time);
  }

  @EventSourcingHandler
  void on(PaymentRefunded event, @Timestamp Instant time) {
    PaymentStatus status = event.whole() ? PaymentStatus.REFUNDED : PaymentStatus.SETTLED;
    become(status, event.refunded(), null, record.expiresAt(), time);
  }

  private void become(
    PaymentStatus status,
    long refunded,
    @Nullable String failure,
    @Nullable Instant expiresAt,
    Instant time
  ) {
    record = new PaymentRow(
      id,
      record.orgId(),
      record.fromAgentId(),
      record.toAgentId(),
      record.fromAccountId(),
      record.toAccountId(),
      record.kind(),
      record.amount(),
      record.currency(),
      record.memo(),
      status,
      refunded,
      failure,
      expiresAt,
      record.createdAt(),
      time
    );
  }
}
