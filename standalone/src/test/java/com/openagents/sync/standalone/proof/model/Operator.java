package com.openagents.sync.standalone.proof.model;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;

/** Restarts parts, cuts them off, holds them up and drops what is old, one after another. */
final class Operator {

  private final World world;
  private final Journal journal;
  private final Actor actor;

  Operator(World world, Journal journal) {
    this.world = world;
    this.journal = journal;
    this.actor = new Actor(journal::fail);
  }

  void step(int number, RandomGenerator random) throws InterruptedException {
    List<Part> parts = world.parts().all();
    Part part = parts.get(random.nextInt(parts.size()));
    double seconds = 0.1 * (1 + random.nextInt(14));
    switch (random.nextInt(12)) {
      case 0 -> tell(number, "restart", "restarts " + part.name(), () -> world.parts().restart(part));
      case 1, 2 -> tell(number, "hold the log", "holds the log for " + seconds + " s", () ->
        world.parts().holdTheLog(seconds)
      );
      default -> tell(number, "cut from the database", "cuts " + part.name() + " from the database", () ->
        world.parts().cutFromDatabase(part)
      );
    }
  }

  void finish() throws InterruptedException {
    await(actor.idle(), "the operator");
    journal.requireWell();
  }

  /** Until all that is stored by now is projected. */
  void awaitProjected() {
    long stored = number("SELECT last_index FROM event_store.head");
    Awaitility.await()
      .alias("event " + stored + " is projected")
      .atMost(Http.PATIENCE)
      .pollDelay(Duration.ZERO)
      .pollInterval(Duration.ofMillis(5))
      .until(() -> number("SELECT position FROM sync.log_head") >= stored);
  }

  void stop() {
    actor.stop();
  }

  static void await(CompletableFuture<?> done, String what) throws InterruptedException {
    try {
      done.get(Http.PATIENCE.multipliedBy(2).toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException never) {
      throw new Violation("In vain waited for " + what);
    } catch (ExecutionException failure) {
      throw new AssertionError(failure);
    }
  }

  private void tell(int number, String kind, String what, Runnable task) throws InterruptedException {
    world.tally().count("steps: operator: " + kind);
    journal.write(number, "the operator " + what);
    actor.tell(() -> {
      task.run();
      journal.write(number, "the operator has done it");
    });
  }

  private long number(String sql) {
    try (
      Connection connection = world.parts().database().getConnection();
      ResultSet row = connection.createStatement().executeQuery(sql)
    ) {
      row.next();
      return row.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
