package com.openagents.sync.standalone.proof.model;

import static com.openagents.sync.standalone.proof.model.Violation.require;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Somebody who belongs to another org: sees nothing of this one, whichever way it asks (contract 10). */
final class Stranger {

  private final World world;
  private final Reads reads;

  Stranger(World world) {
    this.world = world;
    this.reads = new Reads(world.parts(), world.http(), world.log(), world.tally(), world.foreign().token());
  }

  void requireRefused(String scope, int gateway) {
    reads.requireRefused(scope);
    CompletableFuture<@Nullable JsonNode> first = new CompletableFuture<>();
    Socket socket = Socket.connect(world.parts().gateway(gateway), world.foreign().token(), came ->
      first.complete(came.frame())
    );
    if (socket != null) {
      long cursor = gateway % 2 == 0 ? 0 : world.log().head().lastId();
      socket.send(Frames.subscribe(scope, Set.of()).put("lastSyncId", cursor));
      requireRefused(scope, first);
      socket.drop(false);
    }
  }

  private void requireRefused(String scope, CompletableFuture<@Nullable JsonNode> first) {
    JsonNode frame = first.orTimeout(Http.PATIENCE.toMillis(), TimeUnit.MILLISECONDS).join();
    if (frame != null && !frame.path("type").asString().equals("reconnect")) {
      String code = frame.path("code").asString("");
      require(
        code.equals("forbidden") || code.equals("unavailable"),
        "A stranger subscribed to %s and got %s",
        scope,
        frame
      );
      world.tally().count("subscriptions of a stranger refused");
    }
  }
}
