package com.openagents.sync.command.payment;

import static com.openagents.sync.command.testing.AggregateFixture.ACTIVE_AGENT;
import static com.openagents.sync.command.testing.AggregateFixture.CREATOR;
import static com.openagents.sync.command.testing.AggregateFixture.ID;
import static com.openagents.sync.command.testing.AggregateFixture.MEMBER;
import static com.openagents.sync.command.testing.AggregateFixture.ORG;
import static com.openagents.sync.command.testing.AggregateFixture.RETIRED_AGENT;
import static com.openagents.sync.command.testing.AggregateFixture.STRANGER;
import static com.openagents.sync.command.testing.AggregateFixture.UNKNOWN;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.payment.AccountCommand.OpenAccount;
import com.openagents.sync.api.payment.AccountEvent.AccountOpened;
import com.openagents.sync.api.payment.AccountEvent.FundsPosted;
import com.openagents.sync.api.payment.AccountEvent.FundsReleased;
import com.openagents.sync.api.payment.AccountEvent.FundsReserved;
import com.openagents.sync.api.payment.AccountKind;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.payment.Deciding.Decide;
import com.openagents.sync.command.testing.AggregateFixture;
import com.openagents.sync.command.testing.AggregateFixture.Outcome;
import com.openagents.sync.platform.access.Caller;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AccountTest {

  private static final UUID PAYMENT = UUID.fromString("01990000-0000-7000-8000-00000000000a");
  private static final DomainEvent OPENED = opened(AccountKind.AGENT, ACTIVE_AGENT);
  private static final DomainEvent HAS_100 = new FundsPosted(ID, ORG, ACTIVE_AGENT, PAYMENT, 100, 100, 0);
  private static final DomainEvent RESERVED_60 = new FundsReserved(
    ID,
    ORG,
    ACTIVE_AGENT,
    PAYMENT,
    60,
    100,
    60
  );

  private final AggregateFixture<Account> fixture = Deciding.fixture(Account.class);

  @Test
  void isOpenedForAnAgentOrAnOrg() {
    opening(MEMBER, null, ACTIVE_AGENT, "USD").decided(OPENED);
    opening(CREATOR, ORG, null, "SAT").decided(new AccountOpened(ID, ORG, null, AccountKind.ORG, "SAT", 0));
  }

  @Test
  void openingIsRefused() {
    opening(STRANGER, null, ACTIVE_AGENT, "USD").refused(RejectionCode.FORBIDDEN);
    opening(STRANGER, ORG, null, "USD").refused(RejectionCode.FORBIDDEN);
    opening(MEMBER, UNKNOWN, null, "USD").refused(RejectionCode.SCOPE_UNKNOWN);
    opening(MEMBER, null, UNKNOWN, "USD").refused(RejectionCode.NOT_FOUND, "agent_id");
    opening(MEMBER, null, RETIRED_AGENT, "USD").refused(RejectionCode.AGENT_RETIRED, "agent_id");
    opening(MEMBER, null, ACTIVE_AGENT, "XYZ").refused(RejectionCode.CURRENCY_UNKNOWN, "currency");
  }

  private static Outcome<Account> opening(
    Caller caller,
    @Nullable UUID org,
    @Nullable UUID agent,
    String currency
  ) {
    return new AggregateFixture<>(Account.class)
      .handledBy(Accounts::new)
      .when(caller, new OpenAccount(ID, org, agent, currency));
  }

  @Test
  void receives() {
    fixture.given(OPENED);
    decide(account -> account.receive(PAYMENT, 100)).decided(HAS_100);
  }

  @Test
  void holdsNoMoreThanANumberCan() {
    fixture.given(OPENED, HAS_100);
    decide(account -> account.receive(PAYMENT, Account.BALANCE_MAX - 99)).refused(
      RejectionCode.AMOUNT_INVALID,
      "amount"
    );
  }

  @Test
  void reservesWhatIsAvailable() {
    fixture.given(OPENED, HAS_100);
    decide(account -> account.reserve(PAYMENT, 60)).decided(RESERVED_60);
  }

  @Test
  void whatIsReservedIsNotAvailable() {
    fixture.given(OPENED, HAS_100, RESERVED_60);
    decide(account -> account.reserve(PAYMENT, 41)).refused(RejectionCode.INSUFFICIENT_FUNDS);
  }

  @Test
  void paysNothingThatIsReserved() {
    fixture.given(OPENED, HAS_100, RESERVED_60);
    decide(account -> account.pay(PAYMENT, 41)).refused(RejectionCode.INSUFFICIENT_FUNDS);
  }

  @Test
  void paysWhatIsAvailable() {
    fixture.given(OPENED, HAS_100, RESERVED_60);
    decide(account -> account.pay(PAYMENT, 40)).decided(
      new FundsPosted(ID, ORG, ACTIVE_AGENT, PAYMENT, -40, 60, 60)
    );
  }

  @Test
  void paysWhatWasReserved() {
    fixture.given(OPENED, HAS_100, RESERVED_60);
    decide(account -> account.payReserved(PAYMENT, 60)).decided(
      new FundsPosted(ID, ORG, ACTIVE_AGENT, PAYMENT, -60, 40, 0)
    );
  }

  @Test
  void releasesWhatWasReserved() {
    fixture.given(OPENED, HAS_100, RESERVED_60);
    decide(account -> account.release(PAYMENT, 60)).decided(
      new FundsReleased(ID, ORG, ACTIVE_AGENT, PAYMENT, 60, 100, 0)
    );
  }

  @Test
  void theOutsideMayOwe() {
    fixture.given(opened(AccountKind.OUTSIDE, null));
    decide(account -> account.pay(PAYMENT, 5)).decided(new FundsPosted(ID, ORG, null, PAYMENT, -5, -5, 0));
  }

  @Test
  void theOutsideOwesNoMoreThanANumberCan() {
    fixture.given(
      opened(AccountKind.OUTSIDE, null),
      new FundsPosted(ID, ORG, null, PAYMENT, -Account.BALANCE_MAX, -Account.BALANCE_MAX, 0)
    );
    decide(account -> account.pay(PAYMENT, 1)).refused(RejectionCode.INSUFFICIENT_FUNDS);
  }

  private Outcome<Account> decide(Consumer<Account> decision) {
    return fixture.when(MEMBER, new Decide<>(ID, decision));
  }

  private static AccountOpened opened(AccountKind kind, @Nullable UUID agent) {
    return new AccountOpened(ID, ORG, agent, kind, "USD", 2);
  }
}
