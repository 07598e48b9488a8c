package com.openagents.sync.standalone.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * States of a scope that were seen elsewhere. A client's own at the same id must be the same, once the newest event up
 * to it has come (contract 6).
 */
final class ModelComparisons {

  private final ModelWorld world;
  private final String scope;
  private final Set<String> models;
  private final List<Owed> owed = new ArrayList<>();

  ModelComparisons(ModelWorld world, String scope, Set<String> models) {
    this.world = world;
    this.scope = scope;
    this.models = models;
  }

  /** @param newest id of the newest event of the scope up to there */
  private record Owed(String what, long at, long newest, ModelState state) {}

  boolean isEmpty() {
    return owed.isEmpty();
  }

  void add(String what, ModelReads.State seen, @Nullable ModelTimeline timeline) {
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
  void compare(@Nullable ModelTimeline timeline) {
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

  private void compare(Owed due, ModelTimeline timeline) {
    due
      .state()
      .differenceTo(timeline.at(due.at()), "there", "here")
      .ifPresent(difference -> {
        throw new ModelViolation(
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
