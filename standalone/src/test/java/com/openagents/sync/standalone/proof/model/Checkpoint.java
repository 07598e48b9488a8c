package com.openagents.sync.standalone.proof.model;

import static com.openagents.sync.standalone.proof.model.Violation.require;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** When all is still: the engine and every client hold exactly what the model holds. */
record Checkpoint(
  World world,
  Reads reads,
  Journal journal,
  Rows orgRow,
  String orgKey,
  List<Writer> writers,
  List<Client> clients
) {
  void run() throws InterruptedException {
    long through = world.log().readOn();
    Rows expected = orgRow.copy();
    writers.forEach(writer -> expected.addAll(writer.rows()));
    List<String> scopes = new ArrayList<>(List.of(world.scope()));
    expected.agents().forEach(agent -> scopes.add("agent:" + agent));
    if (world.log().holdsAll(scopes)) {
      requireEffects(scopes);
    }
    scopes.forEach(scope -> requireBootstrap(scope, ofScope(scope, expected)));
    awaitClients(through, expected);
  }

  private static Rows ofScope(String scope, Rows all) {
    return scope.startsWith("org:") ? all : all.ofAgent(scope.substring("agent:".length()));
  }

  private void requireBootstrap(String scope, Rows expected) {
    Rows there = reads.bootstrap(scope, Set.of(), false).rows();
    expected.differenceTo(there, "expected", "bootstrap").ifPresent(difference -> {
      throw new Violation("The bootstrap of " + scope + " is not the model's state. " + difference);
    });
    world.tally().count("bootstraps compared with the model");
  }

  /** Each mutation took effect once, as often as it was sent, and its Sync-Id is where. Refused ones left no trace. */
  private void requireEffects(List<String> scopes) {
    Map<String, Long> told = new HashMap<>(Map.of(orgKey, 0L));
    writers.forEach(writer -> told.putAll(writer.effects()));
    Map<String, Long> counts = world.log().byMutation(world.scope());
    require(
      counts.keySet().equals(told.keySet()),
      "Mutations with an effect: %s\n  expected: %s",
      without(counts.keySet(), told.keySet()),
      without(told.keySet(), counts.keySet())
    );
    counts.forEach((key, count) -> require(count == 1, "Mutation %s took effect %d times", key, count));
    Map<String, Long> newest = world.log().newestByMutation(scopes);
    told.forEach((key, syncId) ->
      require(
        syncId == 0 || syncId.equals(newest.getOrDefault(key, 0L)),
        "Mutation %s had the Sync-Id %d; its newest event is %d",
        key,
        syncId,
        newest.getOrDefault(key, 0L)
      )
    );
  }

  private static List<String> without(Set<String> keys, Set<String> others) {
    return keys
      .stream()
      .filter(key -> !others.contains(key))
      .toList();
  }

  private void awaitClients(long through, Rows expected) throws InterruptedException {
    List<CompletableFuture<Void>> there = new ArrayList<>();
    for (Client client : clients) {
      there.add(
        client.catchUp(through, follower -> follower.requireExactly(ofScope(follower.scope(), expected)))
      );
    }
    var all = CompletableFuture.allOf(there.toArray(CompletableFuture<?>[]::new));
    try {
      Operator.await(CompletableFuture.anyOf(all, journal.failure()), "clients");
    } catch (Violation stuck) {
      throw new Violation("Clients don't come to %d: %s".formatted(through, clients));
    }
    journal.requireWell();
  }
}
