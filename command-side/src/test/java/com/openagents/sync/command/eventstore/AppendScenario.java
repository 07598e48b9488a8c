package com.openagents.sync.command.eventstore;

import java.time.Duration;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/**
 * What threads do at several nodes, and what befalls the nodes meanwhile.
 *
 * @param threads the steps of each
 */
record AppendScenario(
  int nodes,
  int groupAppendsMax,
  int queuedAppendsMax,
  List<List<Step>> threads,
  List<Trouble> troubles
) {
  /** So few that threads meet at them. */
  static final int CONTESTED_AGGREGATES = 4;

  private static final int NODES_MAX = 3;
  private static final int THREADS = 8;
  private static final int STEPS_PER_THREAD = 12;
  private static final int TROUBLES_MAX = 6;

  private static final Duration CALLERS_WAIT = Duration.ofMillis(400);
  private static final Duration HEAD_WAIT = Duration.ofMillis(300);
  private static final Duration PAUSE = Duration.ofMillis(150);
  private static final Duration TRANSACTION = Duration.ofMillis(500);

  /**
   * @param events how many at most
   * @param choice which aggregate, or which earlier append
   */
  record Step(int node, Step.Kind kind, int events, int choice) {
    enum Kind {
      /** Events of an aggregate of its own; none at all is an empty append. */
      OF_A_NEW_AGGREGATE,
      /** Where the aggregate ended when it was read, as commands do. */
      AT_THE_END,
      /** The same at two aggregates at once. */
      AT_TWO_ENDS,
      /** The first place of an aggregate, which mostly is taken. */
      AT_THE_BEGIN,
      /** An earlier mutation again, decided anew. */
      REPEAT,
      /** An earlier mutation's id with another request. */
      REUSED_ID,
    }
  }

  /**
   * @param afterAttempts how many attempts end before it comes
   * @param forAttempts how many more before it goes again
   */
  record Trouble(int node, Trouble.Kind kind, int afterAttempts, int forAttempts) {
    enum Kind {
      /** The database ends the node's connections. */
      TERMINATED,
      /** The line breaks. */
      CUT,
      /** The node is paused, or the line stands still. */
      FROZEN,
      /** A node that is not ours holds the head. */
      HEAD_HELD,
    }
  }

  EventStoreLimits limits() {
    return new EventStoreLimits(
      groupAppendsMax,
      1_000_000,
      queuedAppendsMax,
      CALLERS_WAIT,
      CALLERS_WAIT,
      HEAD_WAIT,
      PAUSE,
      TRANSACTION
    );
  }

  static Arbitrary<AppendScenario> any() {
    Arbitrary<Step> step = Combinators.combine(
      anyNode(),
      Arbitraries.of(Step.Kind.class),
      Arbitraries.integers().between(0, 3),
      Arbitraries.integers().between(0, 1_000)
    ).as(Step::new);
    Arbitrary<Trouble> trouble = Combinators.combine(
      anyNode(),
      Arbitraries.of(Trouble.Kind.class),
      Arbitraries.integers().between(0, THREADS * STEPS_PER_THREAD),
      Arbitraries.integers().between(1, THREADS)
    ).as(Trouble::new);
    return Combinators.combine(
      Arbitraries.integers().between(2, NODES_MAX),
      Arbitraries.of(1, 3, 100),
      Arbitraries.of(4, 100),
      step.list().ofSize(STEPS_PER_THREAD).list().ofSize(THREADS),
      trouble.list().ofMaxSize(TROUBLES_MAX)
    ).as(AppendScenario::new);
  }

  private static Arbitrary<Integer> anyNode() {
    return Arbitraries.integers().between(0, NODES_MAX - 1);
  }
}
