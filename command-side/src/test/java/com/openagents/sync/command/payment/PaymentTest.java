package com.openagents.sync.command.payment;

import static com.openagents.sync.command.testing.AggregateFixture.ACTIVE_AGENT;
import static com.openagents.sync.command.testing.AggregateFixture.ID;
import static com.openagents.sync.command.testing.AggregateFixture.MEMBER;
import static com.openagents.sync.command.testing.AggregateFixture.NOW;
import static com.openagents.sync.command.testing.AggregateFixture.ORG;
import static com.openagents.sync.command.testing.AggregateFixture.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.payment.PaymentEvent.PaymentFailed;
import com.openagents.sync.api.payment.PaymentEvent.PaymentRefunded;
import com.openagents.sync.api.payment.PaymentEvent.PaymentRequested;
import com.openagents.sync.api.payment.PaymentEvent.PaymentReserved;
import com.openagents.sync.api.payment.PaymentEvent.PaymentSettled;
import com.openagents.sync.api.payment.PaymentKind;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.payment.Deciding.Decide;
import com.openagents.sync.command.payment.Deciding.Make;
import com.openagents.sync.command.testing.AggregateFixture.Outcome;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PaymentTest {

  private static final UUID FROM = UUID.fromString("01990000-0000-7000-8000-00000000000a");
  private static final UUID TO = UUID.fromString("01990000-0000-7000-8000-00000000000b");
  private static final Instant LATER = NOW.plusSeconds(1);
  private static final DomainEvent RESERVED = new PaymentReserved(ID, ORG, ACTIVE_AGENT, UNKNOWN, LATER);
  private static final DomainEvent SETTLED = new PaymentSettled(ID, ORG, ACTIVE_AGENT, UNKNOWN);
  private static final DomainEvent FAILED = new PaymentFailed(ID, ORG, ACTIVE_AGENT, UNKNOWN, "no");
  private static final DomainEvent REFUNDED = refunded(100, 100, true);

  /** Each status with what leads to it. */
  @SuppressWarnings("ImmutableEnumChecker") // nobody changes what they hold
  enum Past {
    IS_REQUESTED(),
    IS_RESERVED(RESERVED),
    IS_SETTLED(RESERVED, SETTLED),
    IS_FAILED(RESERVED, FAILED),
    IS_REFUNDED(RESERVED, SETTLED, REFUNDED);

    private final DomainEvent[] events;

    Past(DomainEvent... later) {
      events = new DomainEvent[later.length + 1];
      events[0] = requested(PaymentKind.TRANSFER);
      System.arraycopy(later, 0, events, 1, later.length);
    }

    /** As a refusal names it: {@code it is requested}. */
    String status() {
      return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    boolean allows(Step step) {
      return switch (step) {
        case RESERVE -> this == IS_REQUESTED;
        case SETTLE -> this == IS_RESERVED;
        case FAIL -> this == IS_REQUESTED || this == IS_RESERVED;
        case REFUND -> this == IS_SETTLED;
      };
    }
  }

  @SuppressWarnings("ImmutableEnumChecker") // nobody changes what they hold
  enum Step {
    RESERVE(payment -> payment.reserve(LATER), RESERVED),
    SETTLE(payment -> payment.settle(NOW), SETTLED),
    FAIL(payment -> payment.fail("no"), FAILED),
    REFUND(payment -> payment.refund(null), REFUNDED);

    private final Consumer<Payment> decision;
    private final DomainEvent event;

    Step(Consumer<Payment> decision, DomainEvent event) {
      this.decision = decision;
      this.event = event;
    }
  }

  @Test
  void isRequested() {
    PaymentRequested requested = requested(PaymentKind.TRANSFER);
    Deciding.fixture(Payment.class)
      .when(MEMBER, new Make<>(ID, () -> new Payment(requested)))
      .decided(requested);
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRANSFER")
  void whatComesFromOutsideIsSettledAtOnce(PaymentKind kind) {
    decide(Payment::settleAtOnce, requested(kind)).decided(SETTLED);
  }

  @ParameterizedTest
  @EnumSource
  void onlyAReservationRunsOut(Past past) {
    decide(payment -> {
      assertThat(payment.hasExpired(NOW)).isFalse();
      assertThat(payment.hasExpired(LATER)).isEqualTo(past == Past.IS_RESERVED);
    }, past.events).changedNothing();
  }

  @ParameterizedTest
  @EnumSource
  void eachStepIsTakenFromItsStatesAlone(Step step) {
    for (Past past : Past.values()) {
      var outcome = decide(step.decision, past.events);
      if (past.allows(step)) {
        outcome.decided(step.event);
      } else {
        outcome.refusedSaying(RejectionCode.ILLEGAL_STEP, past.status() + ".");
      }
    }
  }

  @Test
  void isNotSettledOnceItsReservationRanOut() {
    decide(payment -> payment.settle(LATER), Past.IS_RESERVED.events).refused(RejectionCode.ILLEGAL_STEP);
  }

  @Test
  void isRefundedInParts() {
    DomainEvent part = refunded(30, 30, false);
    decide(refund(30L), Past.IS_SETTLED.events).decided(part);
    DomainEvent[] once = { requested(PaymentKind.TRANSFER), RESERVED, SETTLED, part };
    decide(refund(71L), once).refused(RejectionCode.AMOUNT_INVALID, "amount");
    decide(refund(70L), once).decided(refunded(70, 100, true));
    decide(refund(null), once).decided(refunded(70, 100, true));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "TRANSFER")
  void whatCameFromOutsideIsNotRefunded(PaymentKind kind) {
    decide(refund(null), requested(kind), SETTLED).refused(RejectionCode.ILLEGAL_STEP);
  }

  private static Consumer<Payment> refund(@Nullable Long amount) {
    return payment -> payment.refund(amount);
  }

  private static Outcome<Payment> decide(Consumer<Payment> decision, DomainEvent... past) {
    return Deciding.fixture(Payment.class).given(past).when(MEMBER, new Decide<>(ID, decision));
  }

  private static PaymentRequested requested(PaymentKind kind) {
    return new PaymentRequested(ID, ORG, ACTIVE_AGENT, UNKNOWN, FROM, TO, kind, 100, "USD", "");
  }

  private static PaymentRefunded refunded(long amount, long soFar, boolean whole) {
    return new PaymentRefunded(ID, ORG, ACTIVE_AGENT, UNKNOWN, amount, soFar, whole);
  }
}
