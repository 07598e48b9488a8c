package com.openagents.sync.command.payment;

import com.openagents.sync.api.payment.AccountEvent.AccountOpened;
import com.openagents.sync.api.payment.AccountKind;
import com.openagents.sync.api.payment.PaymentCommand;
import com.openagents.sync.api.payment.PaymentCommand.Deposit;
import com.openagents.sync.api.payment.PaymentCommand.ExpirePayment;
import com.openagents.sync.api.payment.PaymentCommand.FailPayment;
import com.openagents.sync.api.payment.PaymentCommand.RefundPayment;
import com.openagents.sync.api.payment.PaymentCommand.RequestPayment;
import com.openagents.sync.api.payment.PaymentCommand.ReservePayment;
import com.openagents.sync.api.payment.PaymentCommand.SettlePayment;
import com.openagents.sync.api.payment.PaymentCommand.Withdraw;
import com.openagents.sync.api.payment.PaymentEvent.PaymentRequested;
import com.openagents.sync.api.payment.PaymentKind;
import com.openagents.sync.api.payment.PaymentRow;
import com.openagents.sync.api.payment.PaymentStatus;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.access.OrgAccess;
import com.openagents.sync.command.mutation.Texts;
import com.openagents.sync.platform.access.Caller;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.Aggregate;
import org.axonframework.modelling.command.Repository;
import org.springframework.stereotype.Component;

/**
 * Moves money: a payment and the accounts on both sides change in one unit of work, so they are stored together or not
 * at all. Always the payment first, then the accounts by their ids, so that two payments never wait for each other.
 */
@Component
class PaymentHandler {

  private static final String EXPIRED = "its reservation ran out";

  private final Repository<Payment> payments;
  private final Accounts accounts;
  private final OrgAccess access;

  PaymentHandler(Repository<Payment> payments, Accounts accounts, OrgAccess access) {
    this.payments = payments;
    this.accounts = accounts;
    this.access = access;
  }

  @CommandHandler
  PaymentRow handle(RequestPayment command, @MetaDataValue(Caller.METADATA_KEY) Caller caller)
    throws Exception {
    Money.requireAmount(command.amount());
    Money.requireCurrency(command.currency());
    if (command.fromAccountId().equals(command.toAccountId())) {
      throw Rejected.field(
        RejectionCode.SAME_ACCOUNT,
        "to_account_id",
        "A payment needs two different accounts."
      );
    }
    AccountOpened from = usable(caller, "from_account_id", command.fromAccountId(), command.currency());
    AccountOpened to = usable(caller, "to_account_id", command.toAccountId(), command.currency());
    if (!from.orgId().equals(to.orgId())) {
      throw Rejected.field(
        RejectionCode.FORBIDDEN,
        "to_account_id",
        "Both accounts must belong to one org; withdraw from the one and deposit to the other."
      );
    }
    return rowOf(request(command, PaymentKind.TRANSFER, from, to, command.amount(), command.memo()));
  }

  @CommandHandler
  PaymentRow handle(Deposit command, @MetaDataValue(Caller.METADATA_KEY) Caller caller) throws Exception {
    long amount = Money.requireAmount(command.amount());
    Aggregate<Account> account = inside(caller, command.accountId());
    return atOnce(command, PaymentKind.DEPOSIT, outside(account), account, amount, command.memo());
  }

  @CommandHandler
  PaymentRow handle(Withdraw command, @MetaDataValue(Caller.METADATA_KEY) Caller caller) throws Exception {
    long amount = Money.requireAmount(command.amount());
    Aggregate<Account> account = inside(caller, command.accountId());
    return atOnce(command, PaymentKind.WITHDRAWAL, account, outside(account), amount, command.memo());
  }

  /** Between the inside and the outside nothing is reserved first. */
  private PaymentRow atOnce(
    PaymentCommand command,
    PaymentKind kind,
    Aggregate<Account> from,
    Aggregate<Account> to,
    long amount,
    String memo
  ) throws Exception {
    Aggregate<Payment> payment = request(command, kind, openingOf(from), openingOf(to), amount, memo);
    payment.execute(Payment::settleAtOnce);
    from.execute(it -> it.pay(command.id(), amount));
    to.execute(it -> it.receive(command.id(), amount));
    return rowOf(payment);
  }

  @CommandHandler
  PaymentRow handle(ReservePayment command, @MetaDataValue(Caller.METADATA_KEY) Caller caller) {
    return step(command, caller, payment -> {
      payment.execute(it -> it.reserve(now().plus(command.expiresIn())));
      PaymentRow record = rowOf(payment);
      accounts.load(record.fromAccountId()).execute(from -> from.reserve(record.id(), record.amount()));
    });
  }

  @CommandHandler
  PaymentRow handle(SettlePayment command, @MetaDataValue(Caller.METADATA_KEY) Caller caller) {
    return step(command, caller, payment -> {
      payment.execute(it -> it.settle(now()));
      PaymentRow record = rowOf(payment);
      TwoAccounts both = both(record);
      both.from().execute(from -> from.payReserved(record.id(), record.amount()));
      both.to().execute(to -> to.receive(record.id(), record.amount()));
    });
  }

  @CommandHandler
  PaymentRow handle(FailPayment command, @MetaDataValue(Caller.METADATA_KEY) Caller caller) {
    String reason = Texts.requireContent("reason", command.reason());
    return step(command, caller, payment -> fail(payment, reason));
  }

  @CommandHandler
  PaymentRow handle(ExpirePayment command, @MetaDataValue(Caller.METADATA_KEY) Caller caller) {
    return step(command, caller, payment -> {
      if (!payment.invoke(it -> it.hasExpired(now()))) {
        throw new Rejected(RejectionCode.ILLEGAL_STEP, "Payment " + command.id() + " has not expired.");
      }
      fail(payment, EXPIRED);
    });
  }

  @CommandHandler
  PaymentRow handle(RefundPayment command, @MetaDataValue(Caller.METADATA_KEY) Caller caller) {
    Long wanted = command.amount();
    if (wanted != null) {
      Money.requireAmount(wanted);
    }
    return step(command, caller, payment -> {
      long amount = payment.invoke(it -> it.refund(wanted));
      TwoAccounts both = both(rowOf(payment));
      both.to().execute(to -> to.pay(command.id(), amount));
      both.from().execute(from -> from.receive(command.id(), amount));
    });
  }

  private PaymentRow step(PaymentCommand command, Caller caller, Consumer<Aggregate<Payment>> change) {
    Aggregate<Payment> payment = payments.load(command.id().toString());
    access.require(caller, rowOf(payment).orgId());
    change.accept(payment);
    return rowOf(payment);
  }

  private void fail(Aggregate<Payment> payment, String reason) {
    PaymentRow before = rowOf(payment);
    payment.execute(it -> it.fail(reason));
    if (before.status() == PaymentStatus.RESERVED) {
      accounts.load(before.fromAccountId()).execute(from -> from.release(before.id(), before.amount()));
    }
  }

  private Aggregate<Payment> request(
    PaymentCommand command,
    PaymentKind kind,
    AccountOpened from,
    AccountOpened to,
    long amount,
    String memo
  ) throws Exception {
    PaymentRequested requested = new PaymentRequested(
      command.id(),
      from.orgId(),
      from.agentId(),
      to.agentId(),
      from.id(),
      to.id(),
      kind,
      amount,
      from.currency(),
      Texts.requireMemo("memo", memo)
    );
    return payments.newInstance(() -> new Payment(requested));
  }

  private AccountOpened usable(Caller caller, String field, UUID id, String currency) {
    AccountOpened account = accounts.opening(caller, field, id);
    requireNotOutside(field, account);
    if (!account.currency().equals(currency)) {
      throw Rejected.field(
        RejectionCode.CURRENCY_MISMATCH,
        field,
        "Account %s is in %s, the payment in %s.".formatted(id, account.currency(), currency)
      );
    }
    return account;
  }

  private Aggregate<Account> inside(Caller caller, UUID id) {
    requireNotOutside("id", accounts.opening(caller, "id", id));
    return accounts.load(id);
  }

  private static void requireNotOutside(String field, AccountOpened account) {
    if (account.kind() == AccountKind.OUTSIDE) {
      throw Rejected.field(
        RejectionCode.FORBIDDEN,
        field,
        "Account " + account.id() + " is the outside; deposit or withdraw instead."
      );
    }
  }

  private Aggregate<Account> outside(Aggregate<Account> inside) {
    AccountOpened account = openingOf(inside);
    return accounts.outside(account.orgId(), account.currency());
  }

  private record TwoAccounts(Aggregate<Account> from, Aggregate<Account> to) {}

  private TwoAccounts both(PaymentRow payment) {
    if (payment.fromAccountId().compareTo(payment.toAccountId()) < 0) {
      Aggregate<Account> from = accounts.load(payment.fromAccountId());
      return new TwoAccounts(from, accounts.load(payment.toAccountId()));
    }
    Aggregate<Account> to = accounts.load(payment.toAccountId());
    return new TwoAccounts(accounts.load(payment.fromAccountId()), to);
  }

  private static PaymentRow rowOf(Aggregate<Payment> payment) {
    return payment.invoke(Payment::record);
  }

  private static AccountOpened openingOf(Aggregate<Account> account) {
    return account.invoke(Account::opening);
  }

  private static Instant now() {
    return GenericEventMessage.clock.instant();
  }
}
