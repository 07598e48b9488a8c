package com.openagents.sync.standalone.proof.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * States of a scope that were seen elsewhere. A client's own at the same id must be the same, once the newest event up
 * to it has come (contract 6).
 */
final class Comparisons {

  private final World world;
  private final Reads reads;
  private final RandomGenerator random;
  private final String scope;
  private final Set<String> models;
  private final List<Owed> owed = new ArrayList<>();

  Comparisons(World world, Reads reads, RandomGenerator random, String scope, Set<String> models) {
    this.world = world;
    this.reads = reads;
    this.random = random;
    this.scope = scope;
    this.models = models;
  }

  /** @param newest id of the newest event of the scope up to there */
  private record Owed(String what, long at, long newest, Rows state) {}

  boolean isEmpty() {
    return owed.isEmpty();
  }

  /** Takes a bootstrap over HTTP that this client's own state will be compared with. */
  void bootstrap(@Nullable Timeline timeline, boolean lines) {
    add("bootstraps compared", reads.bootstrap(scope, models, lines), timeline);
  }

  /** Follows delta pages from an old cursor, to a state that this client's own will be compared with. */
  void delta(@Nullable Timeline timeline, int limit) {
    if (timeline != null) {
      long from = timeline.someCursor(random);
      reads
        .delta(scope, models, from, timeline.at(from), limit)
        .ifPresent(state -> add("delta walks compared", state, timeline));
    }
  }

  /** Brings an old state up by a compacted delta. */
  void compacted(@Nullable Timeline timeline) {
    if (timeline != null) {
      long from = timeline.someCursor(random);
      reads
        .compacted(scope, models, from, timeline.at(from), random.nextBoolean())
        .ifPresent(state -> add("compacted deltas compared", state, timeline));
    }
  }

  /** After all writers have stopped: exactly the model's rows, by exactly the log's events. */
  void requireExactly(Timeline timeline, Rows expected) {
    timeline.requireLikeLog(world.log());
    expected
      .only(models)
      .differenceTo(timeline.state(), "expected", "here")
      .ifPresent(difference -> {
        throw new Violation(scope + " " + models + " is not as it must be. " + difference);
      });
    world.tally().count("client states compared with the model");
  }

  private void add(String what, Reads.State seen, @Nullable Timeline timeline) {
    world.log().readOn();
    long newest = world.log().newest(scope, models, seen.at());
    if (newest < world.log().unknownUpTo()) {
      world.tally().count("comparisons left out: the log was dropped too soon");
    } else {
      owed.add(new Owed(what, seen.at(), newest, seen.rows()));
      compare(timeline);
    }
  }

  /** Compares what the client has come to by now. */
  void compare(@Nullable Timeline timeline) {
    if (timeline == null) {
      return;
    }
    for (Owed due : List.copyOf(owed)) {
      if (due.at() < timeline.baseId()) {
        world.tally().count("comparisons that a new bootstrap overtook");
        owed.remove(due);
      } else if (timeline.cursor() >= due.newest()) {
        compare(due, timeline);
        owed.remove(due);
      }
    }
  }

  private void compare(Owed due, Timeline timeline) {
    due
      .state()
      .differenceTo(timeline.at(due.at()), "there", "here")
      .ifPresent(difference -> {
        throw new Violation(
          "%s %s at %d, %s: the state there and the events folded here differ. %s".formatted(
            scope,
            models,
            due.at(),
            due.what(),
            difference
          )
        );
      });
    timeline.requireLikeLog(world.log());
    world.tally().count(due.what());
  }

  @Override
  public String toString() {
    return owed
      .stream()
      .map(due -> due.what() + " at " + due.at() + " after " + due.newest())
      .toList()
      .toString();
  }
}
