package com.openagents.sync.gateway;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.gateway.DeliveryHistoriesTest.Segment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import tools.jackson.databind.JsonNode;

/** Connects, subscribes at some cursor that it had, reads for a while, sometimes slowly, and leaves in some way. */
final class RandomSubscriber {

  private final Gateway gateway;
  private final List<Scope> scopes;
  private final Random random;
  private final List<Segment> segments = new ArrayList<>();
  private final Map<Scope, List<Long>> cursors = new HashMap<>();
  private TestClient client;

  RandomSubscriber(Gateway gateway, List<Scope> scopes, Random random) {
    this.gateway = gateway;
    this.scopes = scopes;
    this.random = random;
    this.client = gateway.connect("alice");
  }

  /** So many sessions, and then each scope to its last event. */
  List<Segment> run(int sessions, CompletableFuture<List<Long>> last) {
    for (int session = 0; session < sessions; session++) {
      Scope scope = scopes.get(random.nextInt(scopes.size()));
      follow(scope, random.nextInt(60), Long.MAX_VALUE);
      leave(scope);
    }
    List<Long> ends = last.join();
    for (int index = 0; index < scopes.size(); index++) {
      follow(scopes.get(index), Integer.MAX_VALUE, ends.get(index));
      unsubscribe(scopes.get(index));
    }
    client.abort();
    return segments;
  }

  /** Reads until so many events or that one are there, or nothing more is. */
  private void follow(Scope scope, int eventsMax, long until) {
    boolean agentsOnly = random.nextInt(4) == 0;
    long cursor = someCursor(scope);
    client.send(
      "{\"type\":\"subscribe\",\"scope\":\"%s\",\"lastSyncId\":%d%s}".formatted(
        scope,
        cursor,
        agentsOnly ? ",\"models\":[\"Agent\"]" : ""
      )
    );
    List<Long> ids = new ArrayList<>();
    boolean live = false;
    while (ids.size() < eventsMax && !(ids.isEmpty() ? cursor >= until : ids.getLast() >= until)) {
      JsonNode frame = client.next();
      live |= frame.path("type").asString().equals("subscribed");
      take(scope, frame, ids);
      if (until == Long.MAX_VALUE && live && random.nextInt(10) == 0) {
        break;
      }
      maybePause();
    }
    segments.add(new Segment(scope, agentsOnly, cursor, ids, until != Long.MAX_VALUE));
  }

  private void take(Scope scope, JsonNode frame, List<Long> ids) {
    if (frame.path("type").asString().equals("delta")) {
      frame.path("events").forEach(event -> ids.add(event.path("id").asLong()));
      cursors.computeIfAbsent(scope, _ -> new ArrayList<>()).add(frame.path("latestSyncId").asLong());
    } else if (!frame.path("type").asString().equals("subscribed")) {
      throw new AssertionError("unexpected " + frame);
    }
  }

  /** The newest cursor mostly, sometimes an older one. */
  private long someCursor(Scope scope) {
    List<Long> known = cursors.getOrDefault(scope, List.of(1L));
    return random.nextInt(3) > 0 ? known.getLast() : known.get(random.nextInt(known.size()));
  }

  private void leave(Scope scope) {
    switch (random.nextInt(3)) {
      case 0 -> {
        client.abort();
        client = gateway.connect("alice");
      }
      case 1 -> {
        client.socket().sendClose(1000, "").join();
        client = gateway.connect("alice");
      }
      default -> unsubscribe(scope);
    }
  }

  /** What was on its way comes before the answer; nothing comes after it. */
  private void unsubscribe(Scope scope) {
    client.send("{\"type\":\"unsubscribe\",\"scope\":\"%s\"}".formatted(scope));
    while (!client.next().path("type").asString().equals("unsubscribed")) {
      // Left unread: the segment ended before.
    }
    client.expectNothingMore();
  }

  private void maybePause() {
    if (random.nextInt(20) == 0) {
      client.stall();
      gateway.connect("alice").send("{\"type\":\"ping\"}").next("pong");
      client.readOn();
    }
  }
}
