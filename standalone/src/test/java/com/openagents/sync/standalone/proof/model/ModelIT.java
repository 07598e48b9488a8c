package com.openagents.sync.standalone.proof.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random histories of commands, subscriptions, broken connections, retention and restarts on the real parts, compared
 * with a simple model in memory. {@code -Dmodel.minutes} says for how long, {@code -Dmodel.seed} plays one script again
 * and again. A script is the same each time; how its writers, clients and operator interleave is not.
 */
class ModelIT {

  private static final double MINUTES = Double.parseDouble(System.getProperty("model.minutes", "0.75"));
  private static final int STEPS = Integer.getInteger("model.steps", 200);
  private static final @Nullable Long SEED = Long.getLong("model.seed");
  private static final Path REPORT = Path.of("target/model.txt");
  /** Of sockets that the JDK's client opens; what it does not read is not kept for it by the network. */
  private static final String RECEIVE_BUFFER = "jdk.httpclient.receiveBufferSize";

  private static final int AT_ONCE = 4;
  private static final Duration LOG_READ_EVERY = Duration.ofMillis(100);

  private final Tally tally = new Tally();
  private final AtomicInteger lives = new AtomicInteger();
  private volatile boolean well = true;

  @TempDir
  Path folder;

  @Test
  @DisplayName("contract 1 and 3 to 10: whatever happens, everybody holds what the model holds")
  void histories() throws Exception {
    SplittableRandom seeds = new SplittableRandom(new SecureRandom().nextLong());
    System.setProperty(RECEIVE_BUFFER, "4096");
    try (Parts parts = Parts.start(folder); Http http = new Http(tally)) {
      Instant end = Instant.now().plus(Duration.ofMillis((long) (MINUTES * 60_000)));
      Stage stage = new Stage(parts, http, new Log(parts.database()));
      try (ExecutorService players = Executors.newVirtualThreadPerTaskExecutor()) {
        List<CompletableFuture<Void>> playing = new ArrayList<>();
        for (int player = 0; player < AT_ONCE; player++) {
          SplittableRandom own = seeds.split();
          playing.add(CompletableFuture.runAsync(() -> playUntil(end, stage, own), players));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(playing.toArray(CompletableFuture<?>[]::new));
        readLogUntil(all, stage.log());
        all.join();
      }
      tally.count("partitions of 100 ids dropped", stage.log().head().firstId() / 100);
    } finally {
      System.clearProperty(RECEIVE_BUFFER);
    }
    tally.count("violations", 0);
    report();
    assertThat(tally.of("histories")).isPositive();
  }

  private record Stage(Parts parts, Http http, Log log) {}

  /** Ahead of retention, which drops what is a few seconds old. Whoever plays meets what is wrong with it as well. */
  private static void readLogUntil(CompletableFuture<Void> done, Log log) {
    await()
      .forever()
      .pollInSameThread()
      .ignoreExceptionsInstanceOf(Violation.class)
      .pollInterval(LOG_READ_EVERY)
      .until(() -> done.isDone() || log.readOn() < 0);
  }

  private void playUntil(Instant end, Stage stage, SplittableRandom seeds) {
    do {
      try {
        play(stage, SEED == null ? seeds.nextLong() : SEED, lives.incrementAndGet());
      } catch (Throwable violation) {
        well = false;
        throw violation;
      }
    } while (well && Instant.now().isBefore(end));
  }

  private void play(Stage stage, long seed, int life) {
    History history = new History(stage.parts(), stage.http(), stage.log(), tally, seed, life);
    try {
      history.run(STEPS);
    } catch (AssertionError | RuntimeException violation) {
      throw new AssertionError(
        """
        Seed %d, history %d, violated the contract by step %d:
        %s

        The last steps (the same each time; what each was answered, and when, is not):
        %s

        Play it again: mvn verify -pl standalone -am -Dtest=None -Dit.test=ModelIT -Dbrowser-tests.skip \
        -Dmodel.seed=%d -Dmodel.steps=%d
        What the parts logged is in standalone/target/model-engine.log.
        """.formatted(seed, life, history.step(), violation, history.journal().lastSteps(), seed, STEPS),
        violation
      );
    }
    stage.log().forget(history.scopes());
    tally.count("histories");
  }

  private void report() throws IOException {
    String table = "Model test, %s minutes of histories of %d steps\n%s\n".formatted(
      MINUTES,
      STEPS,
      tally.table()
    );
    System.out.println(table);
    Files.writeString(REPORT, table);
  }
}
