package com.openagents.sync.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.bench.contender.Agentsync;
import com.openagents.sync.bench.contender.JvmProbe;
import com.openagents.sync.bench.contender.Statistics;
import com.openagents.sync.bench.load.Gathering;
import com.openagents.sync.bench.load.Journal;
import com.openagents.sync.bench.load.Loops;
import com.openagents.sync.bench.load.Place;
import com.openagents.sync.bench.load.Writing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What work costs, in numbers that no other load on the machine changes. A change that makes it cost more fails here. */
class CostsIT {

  private static final int LOOP_THREADS = 2;
  private static final int CONTENT_BYTES = 100;

  private static final int ALONE = 200;
  private static final double STATEMENTS_PER_MUTATION_MAX = 9;
  /** Three looks for what is new would be planned anew each time. */
  private static final double PLANS_PER_MUTATION_MAX = 1;

  private static final int CONCURRENT = 2_000;
  private static final int WRITERS = 64;
  private static final double STATEMENTS_PER_HUNDRED_CONCURRENT_MAX = 400;
  /** Each for itself would take two syncs: one when it is stored, one when it is projected. */
  private static final double WAL_SYNCS_PER_HUNDRED_CONCURRENT_MAX = 130;

  private static final int SUBSCRIBERS = 200;
  private static final int DELIVERED = 1_000;
  private static final double BYTES_PER_DELIVERY_MAX = 300;

  private static final int BURST = 100;
  private static final long FRAMES_PER_BURST_MAX = 10;

  @TempDir
  static Path data;

  private static Loops loops;
  private static Agentsync engine;

  @BeforeAll
  static void start() throws IOException, InterruptedException {
    loops = new Loops(LOOP_THREADS);
    engine = Agentsync.start(BuiltEngine.surroundings(data));
  }

  @AfterAll
  static void stop() throws IOException {
    engine.close();
    loops.close();
  }

  /** So many are written by so many at once, and everybody sees each of them. */
  private static Gathering write(int mutations, int writers, int subscribers)
    throws IOException, InterruptedException {
    Place place = engine.place(CONTENT_BYTES, false);
    Journal journal = new Journal(loops, subscribers, 0);
    Gathering gathering = Gathering.of(place, subscribers, 0, loops, journal);
    try (gathering; Writing writing = Writing.to(place, writers, loops, journal)) {
      Awaitility.await().atMost(BuiltEngine.PATIENCE).until(gathering::isReady);
      AtomicInteger left = new AtomicInteger(mutations);
      Runnable next = () -> {
        if (left.getAndDecrement() > 0) {
          writing.write(System.nanoTime());
        }
      };
      writing.onAnswer(next);
      for (int i = 0; i < writers; i++) {
        next.run();
      }
      Awaitility.await()
        .atMost(BuiltEngine.PATIENCE)
        .until(() -> journal.started() == mutations && journal.isAnswered() && journal.isComplete());
      assertThat(journal.complaint() + gathering.complaint()).isEmpty();
    }
    return gathering;
  }

  @Test
  void aMutationAloneTakesFewStatements() throws IOException, InterruptedException {
    write(ALONE, 1, 1);
    try (Statistics statistics = engine.statistics()) {
      long before = statistics.statements();
      write(ALONE, 1, 1);
      double each = (double) (statistics.statements() - before) / ALONE;
      System.out.printf("statements per mutation: %.1f%n", each);
      assertThat(each).isLessThan(STATEMENTS_PER_MUTATION_MAX);
    }
  }

  @Test
  void aMutationAloneIsPlannedBefore() throws IOException, InterruptedException {
    try (Statistics statistics = engine.statistics()) {
      statistics.countPlans();
      write(CONCURRENT, WRITERS, 1);
      long before = statistics.plans();
      write(ALONE, 1, 1);
      double each = (double) (statistics.plans() - before) / ALONE;
      System.out.printf("plans per mutation: %.1f%n", each);
      assertThat(each).isLessThan(PLANS_PER_MUTATION_MAX);
    }
  }

  @Test
  void concurrentMutationsShareStatementsAndSyncs() throws IOException, InterruptedException {
    write(CONCURRENT, WRITERS, 1);
    try (Statistics statistics = engine.statistics()) {
      long syncsBefore = statistics.walSyncs();
      write(WRITERS, WRITERS, 1);
      long before = statistics.statements();
      write(CONCURRENT, WRITERS, 1);
      double statements = ((statistics.statements() - before) * 100.0) / CONCURRENT;
      double syncs = ((statistics.walSyncs() - syncsBefore) * 100.0) / (CONCURRENT + WRITERS);
      System.out.printf("per 100 concurrent mutations: %.0f statements, %.1f WAL syncs%n", statements, syncs);
      assertThat(statements).isLessThan(STATEMENTS_PER_HUNDRED_CONCURRENT_MAX);
      assertThat(syncs).isLessThan(WAL_SYNCS_PER_HUNDRED_CONCURRENT_MAX);
    }
  }

  @Test
  void aDeliveryAllocatesLittle() throws IOException, InterruptedException {
    write(DELIVERED, WRITERS, SUBSCRIBERS);
    try (JvmProbe jvm = new JvmProbe(engine.process())) {
      long before = jvm.allocatedBytes();
      write(DELIVERED, WRITERS, 1);
      long between = jvm.allocatedBytes();
      write(DELIVERED, WRITERS, SUBSCRIBERS);
      long more = jvm.allocatedBytes() - between - (between - before);
      double each = (double) more / DELIVERED / (SUBSCRIBERS - 1);
      System.out.printf("bytes allocated per delivery: %.0f%n", each);
      assertThat(each).isLessThan(BYTES_PER_DELIVERY_MAX);
    }
  }

  @Test
  void aBurstArrivesInFewFrames() throws IOException, InterruptedException {
    try (Statistics statistics = engine.statistics()) {
      Place place = engine.place(CONTENT_BYTES, true);
      Journal journal = new Journal(loops, 1, 0);
      try (
        Gathering gathering = Gathering.of(place, 1, 0, loops, journal);
        Writing writing = Writing.to(place, WRITERS, loops, journal)
      ) {
        Awaitility.await().atMost(BuiltEngine.PATIENCE).until(gathering::isReady);
        long before = gathering.frames();
        // The projector waits for it, and has the whole burst in front of it then.
        try (Statistics.Held _ = statistics.locking("sync.log_head")) {
          for (int i = 0; i < BURST; i++) {
            writing.write(System.nanoTime());
          }
          Awaitility.await()
            .atMost(BuiltEngine.PATIENCE)
            .until(() -> journal.started() == BURST && journal.isAnswered());
        }
        Awaitility.await().atMost(BuiltEngine.PATIENCE).until(journal::isComplete);
        long frames = gathering.frames() - before;
        System.out.printf("frames per burst of %d: %d%n", BURST, frames);
        assertThat(frames).isLessThanOrEqualTo(FRAMES_PER_BURST_MAX);
      }
    }
  }
}
