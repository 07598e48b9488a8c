package com.openagents.sync.command.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.Command;
import com.openagents.sync.api.agent.AgentCommand.CreateAgent;
import com.openagents.sync.api.org.OrgCommand.CreateOrg;
import com.openagents.sync.api.payment.AccountCommand.OpenAccount;
import com.openagents.sync.api.payment.PaymentCommand.Deposit;
import com.openagents.sync.api.payment.PaymentCommand.ExpirePayment;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Label;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.AfterProperty;
import net.jqwik.api.lifecycle.BeforeContainer;
import org.jspecify.annotations.Nullable;

class DoubleEntryTest {

  private static final int FEW_THREADS = 4;
  private static final int MANY_THREADS = 16;
  private static final int ACCOUNTS = 3;
  private static final int PAYMENTS = 3;
  /** A world grows old: whoever meets another one loads its accounts anew. */
  private static final int RUNS_PER_WORLD = 40;
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
  private static final Map<String, Integer> done = new HashMap<>();
  private static @Nullable World world;
  private static int runs;

  enum Move {
    DEPOSIT,
    WITHDRAW,
    REQUEST,
    RESERVE,
    SETTLE,
    FAIL,
    EXPIRE,
    REFUND,
  }

  /**
   * @param payment, from, to by number
   * @param twice whether it is sent again at once, as one whose answer was lost
   */
  record Step(Move move, int payment, int from, int to, long amount, boolean twice) {}

  /** A mutation, as often as it is sent. */
  private record Sent(String id, Command command) {}

  @BeforeContainer
  static void start() {
    nodes.add(RunningApp.start());
    nodes.add(nodes.getFirst().startAnother());
  }

  @AfterContainer
  static void stop() {
    nodes.forEach(RunningApp::close);
  }

  @AfterProperty
  void endWorld() {
    endOf(world);
    world = null;
    runs = 0;
    assertThat(done.keySet())
      .as("what happened at all")
      .contains("PaymentSettled", "PaymentRefunded", "PaymentFailed", "FundsReleased", "FundsPosted");
  }

  @Property(tries = 2000, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  @Label(
    "contract 13: thousands of interleavings of a few steps, by threads of two nodes: postings sum to zero after every" +
      " one, nobody spends what is not there, who sends twice pays once"
  )
  void few(@ForAll("steps") @Size(min = 4, max = 10) List<Step> steps) {
    perform(steps, FEW_THREADS);
  }

  @Property(tries = 20, shrinking = ShrinkingMode.OFF, edgeCases = EdgeCasesMode.NONE)
  @Label("contract 13: the same by many threads that never rest")
  void many(@ForAll("steps") @Size(min = 100, max = 300) List<Step> steps) {
    perform(steps, MANY_THREADS);
  }

  private static void perform(List<Step> steps, int threads) {
    if (runs++ % RUNS_PER_WORLD == 0) {
      endOf(world);
      world = new World();
    }
    World here = Objects.requireNonNull(world);
    List<Sent> all = here.sent(steps);
    AtomicInteger next = new AtomicInteger();
    Set<RejectionCode> refusals = ConcurrentHashMap.newKeySet();
    Crowd.atOnce(threads, thread -> {
      int mine;
      while ((mine = next.getAndIncrement()) < all.size()) {
        try {
          here.perform(nodes.get(thread % nodes.size()), all.get(mine));
        } catch (Rejected rejected) {
          refusals.add(rejected.code());
        }
      }
      return thread;
    });
    assertThat(EXPECTED).containsAll(refusals);
    here.requireLaws();
  }

  private static void endOf(@Nullable World ended) {
    if (ended != null) {
      ended.ledger.types().forEach((type, count) -> done.merge(type, count, Integer::sum));
    }
  }

  private static final class World {

    private final UUID org = UUID.randomUUID();
    private final List<UUID> accounts = new ArrayList<>();
    private final Map<String, Command> acknowledged = new ConcurrentHashMap<>();
    private final Ledger ledger = new Ledger(nodes.getFirst().database(), org);

    World() {
      perform(new CreateOrg(org, "acme"));
      for (int number = 0; number < ACCOUNTS; number++) {
        UUID agent = UUID.randomUUID();
        perform(new CreateAgent(agent, org, "agent " + number));
        UUID account = Accounts.idOf(agent);
        perform(new OpenAccount(account, org, agent, "USD"));
        perform(new Deposit(Ids.next(), account, 1_000, ""));
        accounts.add(account);
      }
    }

    private void perform(Command command) {
      perform(nodes.getFirst(), new Sent(UUID.randomUUID().toString(), command));
    }

    void perform(RunningApp node, Sent sent) {
      node
        .context()
        .getBean(Mutations.class)
        .perform(
          new Mutation(TestAccess.caller("alice", org), sent.id(), sent.id(), "test", true),
          null,
          sent.command()
        );
      acknowledged.put(sent.id(), sent.command());
    }

    /** Steps of payments that nobody has heard of yet: requested and reserved to begin with, or nothing else could be done. */
    List<Sent> sent(List<Step> steps) {
      List<UUID> payments = Stream.generate(UUID::randomUUID).limit(PAYMENTS).toList();
      return Stream.concat(
        Stream.of(Move.REQUEST, Move.RESERVE).flatMap(move -> begun(move, steps)),
        steps.stream()
      )
        .flatMap(step -> {
          Sent sent = new Sent(UUID.randomUUID().toString(), command(step, payments.get(step.payment())));
          return step.twice() ? Stream.of(sent, sent) : Stream.of(sent);
        })
        .toList();
    }

    private static Stream<Step> begun(Move move, List<Step> steps) {
      return IntStream.range(0, PAYMENTS).mapToObj(number -> {
        Step like = steps.get(number);
        return new Step(move, number, like.from(), like.to(), like.amount(), like.twice());
      });
    }

    private Command command(Step step, UUID payment) {
      UUID from = accounts.get(step.from());
      boolean even = step.amount() % 2 == 0;
      return switch (step.move()) {
        case DEPOSIT -> new Deposit(Ids.next(), from, step.amount(), "");
        case WITHDRAW -> new Withdraw(Ids.next(), from, step.amount(), "");
        case REQUEST -> new RequestPayment(payment, from, accounts.get(step.to()), step.amount(), "USD", "");
        case RESERVE -> new ReservePayment(payment, even ? Duration.ofMinutes(1) : Duration.ZERO);
        case SETTLE -> new SettlePayment(payment);
        case FAIL -> new FailPayment(payment, "changed my mind");
        case EXPIRE -> new ExpirePayment(payment);
        case REFUND -> new RefundPayment(payment, even ? null : step.amount());
      };
    }

    void requireLaws() {
      ledger.catchUp();
      assertThat(ledger.inside()).as("what was brought in").isEqualTo(broughtIn());
      acknowledged.forEach((id, command) ->
        assertThat(ledger.mutations().contains(id) || isOfOrgOrAgent(command))
          .as("%s was acknowledged", command)
          .isTrue()
      );
    }

    private static boolean isOfOrgOrAgent(Command command) {
      return command instanceof CreateOrg || command instanceof CreateAgent;
    }

    /** By what callers were told, each mutation once. */
    private long broughtIn() {
      return acknowledged
        .values()
        .stream()
        .mapToLong(
          command ->
            switch (command) {
              case Deposit deposit -> deposit.amount();
              case Withdraw withdraw -> -withdraw.amount();
              default -> 0;
            }
        )
        .sum();
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    return Combinators.combine(
      Arbitraries.frequencyOf(
        Tuple.of(1, Arbitraries.of(Move.class)),
        Tuple.of(2, Arbitraries.of(Move.SETTLE, Move.REFUND))
      ),
      Arbitraries.integers().between(0, PAYMENTS - 1),
      Arbitraries.integers().between(0, ACCOUNTS - 1),
      Arbitraries.integers().between(0, ACCOUNTS - 1),
      Arbitraries.longs().between(1, 400),
      Arbitraries.integers()
        .between(0, 3)
        .map(number -> number == 0)
    )
      .as(Step::new)
      .list();
  }
}
