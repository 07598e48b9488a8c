package com.openagents.sync.command.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.Command;
import com.openagents.sync.api.agent.AgentCommand.CreateAgent;
import com.openagents.sync.api.org.OrgCommand.CreateOrg;
import com.openagents.sync.api.payment.AccountCommand.OpenAccount;
import com.openagents.sync.api.payment.PaymentCommand.Deposit;
import com.openagents.sync.api.payment.PaymentCommand.FailPayment;
import com.openagents.sync.api.payment.PaymentCommand.RefundPayment;
import com.openagents.sync.api.payment.PaymentCommand.RequestPayment;
import com.openagents.sync.api.payment.PaymentCommand.ReservePayment;
import com.openagents.sync.api.payment.PaymentCommand.SettlePayment;
import com.openagents.sync.api.payment.PaymentCommand.Withdraw;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.mutation.Ids;
import com.openagents.sync.command.mutation.Mutation;
import com.openagents.sync.command.mutation.Mutations;
import com.openagents.sync.command.testing.Crowd;
import com.openagents.sync.command.testing.RunningApp;
import com.openagents.sync.platform.access.TestAccess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

class DoubleEntryTest {

  private static final int THREADS = 16;
  private static final int ACCOUNTS = 3;
  private static final int PAYMENTS = 12;
  private static final Set<RejectionCode> EXPECTED = EnumSet.of(
    RejectionCode.ILLEGAL_STEP,
    RejectionCode.INSUFFICIENT_FUNDS,
    RejectionCode.AMOUNT_INVALID,
    RejectionCode.SAME_ACCOUNT,
    RejectionCode.NOT_FOUND,
    RejectionCode.ID_TAKEN,
    RejectionCode.CONFLICT
  );

  private static final List<RunningApp> nodes = new ArrayList<>();

  enum Move {
    DEPOSIT,
    WITHDRAW,
    REQUEST,
    RESERVE,
    SETTLE,
    FAIL,
    REFUND,
  }

  /** @param payment, from, to by number */
  record Step(Move move, int payment, int from, int to, long amount) {}

  @BeforeContainer
  static void start() {
    nodes.add(RunningApp.start());
    nodes.add(nodes.getFirst().startAnother());
  }

  @AfterContainer
  static void stop() {
    nodes.forEach(RunningApp::close);
  }

  @Property(tries = 20)
  @Label(
    "contract 13: payments over few accounts, by many threads on two nodes: postings sum to zero at every step, nobody" +
      " spends what is not there"
  )
  void sumsToZero(@ForAll("steps") @Size(min = 100, max = 300) List<Step> steps) {
    World world = new World();
    AtomicInteger next = new AtomicInteger();
    Map<RejectionCode, Integer> refusals = new ConcurrentHashMap<>();
    Crowd.atOnce(THREADS, thread -> {
      int mine;
      while ((mine = next.getAndIncrement()) < steps.size()) {
        try {
          world.perform(nodes.get(thread % nodes.size()), world.command(steps.get(mine)));
        } catch (Rejected rejected) {
          refusals.merge(rejected.code(), 1, Integer::sum);
        }
      }
      return thread;
    });
    assertThat(EXPECTED).containsAll(refusals.keySet());
    Ledger ledger = Ledger.replay(nodes.getFirst().database(), world.org);
    ledger.requireLaws();
  }

  private static final class World {

    private final UUID org = UUID.randomUUID();
    private final List<UUID> accounts = new ArrayList<>();
    private final List<UUID> payments = new ArrayList<>();

    World() {
      RunningApp node = nodes.getFirst();
      perform(node, new CreateOrg(org, "acme"));
      for (int number = 0; number < ACCOUNTS; number++) {
        UUID agent = UUID.randomUUID();
        perform(node, new CreateAgent(agent, org, "agent " + number));
        UUID account = Accounts.idOf(agent);
        perform(node, new OpenAccount(account, org, agent, "USD"));
        perform(node, new Deposit(Ids.next(), account, 1_000, ""));
        accounts.add(account);
      }
      for (int number = 0; number < PAYMENTS; number++) {
        payments.add(UUID.randomUUID());
      }
    }

    void perform(RunningApp node, Command command) {
      String id = UUID.randomUUID().toString();
      node
        .context()
        .getBean(Mutations.class)
        .perform(new Mutation(TestAccess.caller("alice", org), id, id, "test", true), null, command);
    }

    Command command(Step step) {
      UUID payment = payments.get(step.payment());
      UUID from = accounts.get(step.from());
      return switch (step.move()) {
        case DEPOSIT -> new Deposit(Ids.next(), from, step.amount(), "");
        case WITHDRAW -> new Withdraw(Ids.next(), from, step.amount(), "");
        case REQUEST -> new RequestPayment(payment, from, accounts.get(step.to()), step.amount(), "USD", "");
        case RESERVE -> new ReservePayment(payment, Duration.ofMinutes(1));
        case SETTLE -> new SettlePayment(payment);
        case FAIL -> new FailPayment(payment, "changed my mind");
        case REFUND -> new RefundPayment(payment, step.amount() % 2 == 0 ? null : step.amount());
      };
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
      Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.of(Move.DEPOSIT, Move.WITHDRAW, Move.FAIL)),
        Tuple.of(3, Arbitraries.of(Move.REQUEST, Move.RESERVE, Move.SETTLE, Move.REFUND))
      ),
      Arbitraries.integers().between(0, PAYMENTS - 1),
      Arbitraries.integers().between(0, ACCOUNTS - 1),
      Arbitraries.integers().between(0, ACCOUNTS - 1),
      Arbitraries.longs().between(1, 900)
    )
      .as(Step::new)
      .list();
  }
}
