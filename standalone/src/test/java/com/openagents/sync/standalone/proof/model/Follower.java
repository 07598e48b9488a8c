package com.openagents.sync.standalone.proof.model;

import static com.openagents.sync.standalone.proof.model.Violation.require;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One scope as one client follows it: checks each frame, keeps the history, and owes comparisons with states that were
 * seen elsewhere until its own history has come that far. Used by its client's thread alone.
 */
final class Follower {

  private static final long FAR_AHEAD = 1_000_000_000L;
  private static final Duration AGAIN_AFTER = Duration.ofMillis(50);

  private final World world;
  private final Reads reads;
  private final RandomGenerator random;
  private final String scope;
  private final Set<String> models;
  private final Comparisons owed;
  private Phase phase = Phase.OFF;
  private Start start = Start.SOCKET_BOOTSTRAP;
  private Start asked = Start.SOCKET_BOOTSTRAP;
  private boolean wanted = true;
  private boolean overlapping;
  private long startedOverAt;
  private Instant notBefore = Instant.MIN;
  private @Nullable Timeline timeline;
  private @Nullable Rows rows;
  private @Nullable ObjectNode farewell;

  Follower(World world, Reads reads, RandomGenerator random, String scope, Set<String> models) {
    this.world = world;
    this.reads = reads;
    this.random = random;
    this.scope = scope;
    this.models = models;
    this.owed = new Comparisons(world, reads, random, scope, models);
  }

  String scope() {
    return scope;
  }

  boolean isToStart() {
    return wanted && phase == Phase.OFF && Instant.now().isAfter(notBefore);
  }

  /** @return the frame that ends the subscription, if there is one */
  Optional<ObjectNode> leave() {
    wanted = false;
    if (phase == Phase.OFF || phase == Phase.LEAVING) {
      return Optional.empty();
    }
    phase = Phase.LEAVING;
    return Optional.of(Frames.unsubscribe(scope));
  }

  /** @param how it begins; only for one that has left or is leaving */
  void want(Start how) {
    wanted = true;
    start = how;
  }

  /** Subscribes again from the cursor without leaving first: what was on its way comes twice. */
  Optional<ObjectNode> startOver() {
    if (phase != Phase.LIVE) {
      return Optional.empty();
    }
    phase = Phase.ASKED;
    asked = Start.CURSOR;
    overlapping = true;
    startedOverAt = known().cursor();
    return Optional.of(Frames.subscribe(scope, models).put("lastSyncId", known().cursor()));
  }

  void want() {
    wanted = true;
  }

  /** The connection is gone. */
  void cut() {
    phase = Phase.OFF;
    rows = null;
  }

  /** @return the frame that asks for the next subscription; what it takes is fetched first */
  ObjectNode begin() {
    asked = timeline == null && start != Start.HTTP_BOOTSTRAP ? Start.SOCKET_BOOTSTRAP : start;
    world.tally().count("subscribes: " + asked.name().toLowerCase(Locale.ROOT));
    start = Start.CURSOR;
    phase = Phase.ASKED;
    rows = null;
    overlapping = false;
    ObjectNode frame = Frames.subscribe(scope, models);
    switch (asked) {
      case SOCKET_BOOTSTRAP -> frame.put("lastSyncId", 0);
      case HTTP_BOOTSTRAP -> fromHttp();
      case COMPACTED -> fromCompacted();
      case OLD_CURSOR -> known().goBackTo(known().someCursor(random));
      case WRONG_EPOCH -> frame.put("epoch", new UUID(random.nextLong(), 1).toString());
      case AHEAD -> frame.put("lastSyncId", known().cursor() + FAR_AHEAD);
      case CURSOR -> {
      }
    }
    if (!frame.has("lastSyncId")) {
      frame.put("lastSyncId", known().cursor());
    }
    if (!frame.has("epoch") && asked != Start.SOCKET_BOOTSTRAP && random.nextBoolean()) {
      frame.put("epoch", world.log().head().epoch());
    }
    return frame;
  }

  /** @return what is to be sent in answer */
  Optional<ObjectNode> receive(JsonNode frame) {
    farewell = null;
    require(phase != Phase.OFF, "%s is not subscribed and got %s", scope, frame);
    switch (frame.path("type").asString()) {
      case "bootstrap" -> bootstrap(frame);
      case "delta" -> delta(frame);
      case "subscribed" -> subscribed(frame);
      case "unsubscribed" -> phase = Phase.OFF;
      case "resync" -> resync(frame);
      case "error" -> error(frame);
      default -> throw new Violation(scope + " got an unknown frame: " + frame);
    }
    owed.compare(timeline);
    return Optional.ofNullable(farewell);
  }

  private void bootstrap(JsonNode frame) {
    require(asked == Start.SOCKET_BOOTSTRAP && phase != Phase.LIVE, "%s asked for none: %s", scope, frame);
    Rows part = rows == null ? new Rows() : rows;
    part.add(frame.path("models"));
    rows = part;
    if (frame.path("done").asBoolean()) {
      rows = null;
      world.log().requireEpoch(frame);
      rebase(new Reads.State(part, frame.path("lastSyncId").asLong()));
    }
  }

  private void delta(JsonNode frame) {
    require(asked != Start.WRONG_EPOCH && asked != Start.AHEAD, "%s can't be caught up: %s", scope, frame);
    require(!frame.path("events").isEmpty(), "%s got an empty frame: %s", scope, frame);
    for (JsonNode event : frame.path("events")) {
      if (overlapping && Log.id(event) <= known().cursor()) {
        world.tally().count("events that came twice after starting over");
      } else {
        known().take(event);
        world.tally().count("events received");
      }
    }
    reach(frame.path("latestSyncId").asLong());
  }

  private void reach(long id) {
    known().reach(overlapping ? Math.max(id, known().cursor()) : id);
  }

  private void subscribed(JsonNode frame) {
    require(phase == Phase.ASKED || phase == Phase.LEAVING, "%s is %s already: %s", scope, phase, frame);
    require(asked != Start.WRONG_EPOCH && asked != Start.AHEAD, "%s can't be caught up: %s", scope, frame);
    world.log().requireEpoch(frame);
    reach(frame.path("latestSyncId").asLong());
    overlapping = false;
    if (phase == Phase.ASKED) {
      phase = Phase.LIVE;
    }
  }

  private void resync(JsonNode frame) {
    String reason = frame.path("reason").asString();
    String next = frame.path("next").asString();
    world.tally().count("resyncs: " + reason);
    if (asked == Start.WRONG_EPOCH || asked == Start.AHEAD) {
      String why = asked == Start.AHEAD ? "ahead" : "epoch";
      require(reason.equals(why) && next.equals("bootstrap"), "%s: %s was told %s", scope, asked, frame);
    } else {
      reads.requireDropped(overlapping ? startedOverAt : known().cursor(), reason, next, frame.toString());
      start = next.equals("compacted") ? Start.COMPACTED : Start.HTTP_BOOTSTRAP;
    }
    over();
  }

  private void error(JsonNode frame) {
    String code = frame.path("code").asString();
    boolean passes = code.equals("unavailable") || code.equals("overloaded");
    require(passes && frame.path("retryable").asBoolean(), "%s was refused: %s", scope, frame);
    world.tally().count("subscriptions refused for now: " + code);
    start = rows == null && timeline != null ? asked : Start.SOCKET_BOOTSTRAP;
    rows = null;
    notBefore = Instant.now().plus(AGAIN_AFTER);
    over();
  }

  /** Of two subscriptions that overlap nobody knows which one is over; a farewell to both puts an end to it. */
  private void over() {
    if (phase != Phase.LEAVING) {
      phase = overlapping ? Phase.LEAVING : Phase.OFF;
      farewell = overlapping ? Frames.unsubscribe(scope) : null;
    }
  }

  private void fromHttp() {
    rebase(reads.bootstrap(scope, models, random.nextBoolean()));
  }

  private void fromCompacted() {
    reads
      .compacted(scope, models, known().cursor(), known().state(), random.nextBoolean())
      .ifPresentOrElse(this::rebase, this::fromHttp);
  }

  private void rebase(Reads.State from) {
    timeline = new Timeline(scope, models, from.rows(), from.at());
  }

  /** Compares with what is seen elsewhere. */
  void check(BiConsumer<Comparisons, @Nullable Timeline> how) {
    how.accept(owed, timeline);
  }

  void requireExactly(Rows expected) {
    owed.requireExactly(known(), expected);
  }

  /** Whether the log that it would be compared with was dropped before it was read. */
  boolean isBlind() {
    return phase == Phase.LIVE && known().baseId() < world.log().unknownUpTo();
  }

  /** Whether it is live and has all events up to an id. */
  boolean isThere(long through) {
    return (
      phase == Phase.LIVE && owed.isEmpty() && known().cursor() >= world.log().newest(scope, models, through)
    );
  }

  private Timeline known() {
    if (timeline == null) {
      throw new Violation(scope + " is " + phase + " without a bootstrap");
    }
    return timeline;
  }

  @Override
  public String toString() {
    return "%s %s: %s%s, asked %s, cursor %s, owed %s".formatted(
      scope,
      models,
      wanted ? "" : "not wanted, ",
      phase,
      asked + " and then " + start,
      timeline == null ? "none" : timeline.cursor(),
      owed
    );
  }
}
