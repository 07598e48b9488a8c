package com.openagents.sync.standalone.proof.faults;

import com.openagents.sync.standalone.proof.faults.Cluster.App;
import java.net.URI;
import java.net.http.HttpClient;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import tools.jackson.databind.JsonNode;

/** All who follow: most through wires that fail, a few through none, to see how long the engine itself takes. */
final class Audience implements AutoCloseable {

  private static final int CLIENTS = 50;
  private static final int WITH_GOOD_WIRES = 4;
  private static final int ORG_FOLLOWED_BY_ONE_IN = 3;
  private static final int FILTERED_ONE_IN = 6;

  private final List<Subscriber> subscribers = new ArrayList<>();
  private final Stalls stalls;
  private final Violations violations;
  private final AtomicLong delivered = new AtomicLong();
  private final AtomicLong connections = new AtomicLong();
  private final AtomicLong bootstraps = new AtomicLong();
  private final AtomicLong resyncs = new AtomicLong();

  private Audience(Stalls stalls, Violations violations) {
    this.stalls = stalls;
    this.violations = violations;
  }

  static Audience gather(
    HttpClient http,
    Cluster cluster,
    Scene scene,
    Stalls stalls,
    Violations violations,
    long seed
  ) {
    Audience audience = new Audience(stalls, violations);
    for (int number = 0; number < CLIENTS; number++) {
      Random random = new Random(seed * CLIENTS + number);
      boolean goodWires = number < WITH_GOOD_WIRES;
      var way = new Subscriber.Way(
        http,
        () -> cluster.direct(App.QUERY, random.nextInt(Cluster.NODES_PER_APP)),
        gateways(cluster, goodWires, random),
        scene.token()
      );
      audience.subscribers.add(
        new Subscriber(
          "client-" + number,
          way,
          audience.followings(scene, number, random),
          audience.new Ear(goodWires),
          random
        )
      );
    }
    return audience;
  }

  private static Supplier<URI> gateways(Cluster cluster, boolean goodWires, Random random) {
    return () -> {
      int index = random.nextInt(Cluster.NODES_PER_APP);
      return goodWires ? cluster.direct(App.GATEWAY, index) : cluster.wire(App.GATEWAY, index);
    };
  }

  private Map<String, Following> followings(Scene scene, int number, Random random) {
    List<String> scopes = new ArrayList<>();
    if (number < WITH_GOOD_WIRES) {
      scene.orgs().forEach(org -> scopes.add("org:" + org));
    } else {
      if (number % ORG_FOLLOWED_BY_ONE_IN == 0) {
        scopes.add("org:" + scene.orgs().get(random.nextInt(scene.orgs().size())));
      }
      int agents = 1 + random.nextInt(3 - scopes.size());
      for (int count = 0; count < agents; count++) {
        scopes.add("agent:" + scene.agents().get(random.nextInt(scene.agents().size())));
      }
    }
    List<String> models =
      number % FILTERED_ONE_IN == FILTERED_ONE_IN - 1 ? List.of("Message", "Agent") : List.of();
    Map<String, Following> followings = new LinkedHashMap<>();
    for (String scope : scopes) {
      followings.put(
        scope,
        new Following(scope, models, what -> violations.add("client-" + number + ", " + what))
      );
    }
    return followings;
  }

  private final class Ear implements Subscriber.Watcher {

    private final boolean goodWires;

    private Ear(boolean goodWires) {
      this.goodWires = goodWires;
    }

    @Override
    public void delivered(List<String> mutationIds) {
      delivered.addAndGet(mutationIds.size());
      stalls.delivered();
      if (goodWires) {
        stalls.seen(mutationIds);
      }
    }

    @Override
    public void connected() {
      connections.incrementAndGet();
    }

    @Override
    public void bootstrapped() {
      bootstraps.incrementAndGet();
    }

    /** The log goes on for ever here, so nobody has a reason to send anybody back. */
    @Override
    public void resynced(String scope, String reason, String next) {
      resyncs.incrementAndGet();
      violations.add("A client of %s was told to resync: %s, next %s".formatted(scope, reason, next));
    }

    @Override
    public void refused(JsonNode error) {
      if (!error.path("retryable").asBoolean(false)) {
        violations.add("A client was refused: " + error);
      }
    }
  }

  List<Subscriber> subscribers() {
    return subscribers;
  }

  long delivered() {
    return delivered.get();
  }

  long connections() {
    return connections.get();
  }

  long bootstraps() {
    return bootstraps.get();
  }

  @Override
  public void close() {
    subscribers.forEach(Subscriber::end);
    subscribers.forEach(Subscriber::close);
  }
}
