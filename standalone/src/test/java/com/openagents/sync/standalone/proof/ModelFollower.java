package com.openagents.sync.standalone.proof;

import static com.openagents.sync.standalone.proof.ModelViolation.require;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * One scope as one client follows it: checks each frame, keeps the history, and owes comparisons with states that were
 * seen elsewhere until its own history has come that far. Used by its client's thread alone.
 */
final class ModelFollower {

  /** How the next subscription begins. */
  enum Start {
    CURSOR,
    OLD_CURSOR,
    SOCKET_BOOTSTRAP,
    HTTP_BOOTSTRAP,
    COMPACTED,
    WRONG_EPOCH,
    AHEAD,
  }

  enum Phase {
    OFF,
    ASKED,
    LIVE,
    LEAVING,
  }

  private static final long FAR_AHEAD = 1_000_000_000L;
  private static final Duration AGAIN_AFTER = Duration.ofMillis(50);

  private final ModelWorld world;
  private final ModelReads reads;
  private final RandomGenerator random;
  private final String scope;
  private final Set<String> models;
  private final ModelComparisons owed;
  private Phase phase = Phase.OFF;
  private Start start = Start.SOCKET_BOOTSTRAP;
  private Start asked = Start.SOCKET_BOOTSTRAP;
  private boolean wanted = true;
  private boolean overlapping;
  private long startedOverAt;
  private Instant notBefore = Instant.MIN;
  private @Nullable ModelTimeline timeline;
  private @Nullable ModelState rows;

  ModelFollower(
    ModelWorld world,
    ModelReads reads,
    RandomGenerator random,
    String scope,
    Set<String> models
  ) {
    this.world = world;
    this.reads = reads;
    this.random = random;
    this.scope = scope;
    this.models = models;
    this.owed = new ModelComparisons(world, scope, models);
  }

  String scope() {
    return scope;
  }

  Phase phase() {
    return phase;
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
    return Optional.of(frame("unsubscribe"));
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
    return Optional.of(subscription().put("lastSyncId", known().cursor()));
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
    ModelTimeline known = timeline;
    asked = known == null && start != Start.HTTP_BOOTSTRAP ? Start.SOCKET_BOOTSTRAP : start;
    world.tally().count("subscribes: " + asked.name().toLowerCase(Locale.ROOT));
    start = Start.CURSOR;
    phase = Phase.ASKED;
    rows = null;
    overlapping = false;
    ObjectNode frame = subscription();
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

  void receive(JsonNode frame) {
    String type = frame.path("type").asString();
    require(phase != Phase.OFF, "%s is not subscribed and got %s", scope, frame);
    switch (type) {
      case "bootstrap" -> bootstrap(frame);
      case "delta" -> delta(frame);
      case "subscribed" -> subscribed(frame);
      case "unsubscribed" -> phase = Phase.OFF;
      case "resync" -> resync(frame);
      case "error" -> error(frame);
      default -> throw new ModelViolation(scope + " got an unknown frame: " + frame);
    }
    owed.compare(timeline);
  }

  private void bootstrap(JsonNode frame) {
    require(asked == Start.SOCKET_BOOTSTRAP && phase != Phase.LIVE, "%s asked for none: %s", scope, frame);
    ModelState part = rows == null ? new ModelState() : rows;
    part.add(frame.path("models"));
    rows = part;
    if (frame.path("done").asBoolean()) {
      rows = null;
      rebase(part, frame.path("lastSyncId").asLong());
    }
  }

  private void delta(JsonNode frame) {
    require(asked != Start.WRONG_EPOCH && asked != Start.AHEAD, "%s can't be caught up: %s", scope, frame);
    require(!frame.path("events").isEmpty(), "%s got an empty frame: %s", scope, frame);
    for (JsonNode event : frame.path("events")) {
      if (overlapping && ModelLog.id(event) <= known().cursor()) {
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
    require(
      frame.path("epoch").asString().equals(world.log().head().epoch()),
      "%s: epoch in %s",
      scope,
      frame
    );
    reach(frame.path("latestSyncId").asLong());
    overlapping = false;
    phase = phase == Phase.LEAVING ? Phase.LEAVING : Phase.LIVE;
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
    phase = phase == Phase.LEAVING ? Phase.LEAVING : Phase.OFF;
  }

  private void error(JsonNode frame) {
    String code = frame.path("code").asString();
    boolean passes = code.equals("unavailable") || code.equals("overloaded");
    require(passes && frame.path("retryable").asBoolean(), "%s was refused: %s", scope, frame);
    world.tally().count("subscriptions refused for now: " + code);
    start = rows == null && timeline != null ? asked : Start.SOCKET_BOOTSTRAP;
    rows = null;
    notBefore = Instant.now().plus(AGAIN_AFTER);
    phase = phase == Phase.LEAVING ? Phase.LEAVING : Phase.OFF;
  }

  private void fromHttp() {
    ModelReads.State state = reads.bootstrap(scope, models, random.nextBoolean());
    rebase(state.rows(), state.at());
  }

  private void fromCompacted() {
    reads
      .compacted(scope, models, known().cursor(), known().state(), random.nextBoolean())
      .ifPresentOrElse(state -> rebase(state.rows(), state.at()), this::fromHttp);
  }

  private void rebase(ModelState from, long at) {
    timeline = new ModelTimeline(scope, models, from, at);
  }

  /** Takes a bootstrap over HTTP that this client's own state will be compared with. */
  void checkBootstrap(boolean lines) {
    owed.add("bootstraps compared", reads.bootstrap(scope, models, lines), timeline);
  }

  /** Follows delta pages from an old cursor, to a state that this client's own will be compared with. */
  void checkDelta(int limit) {
    if (timeline != null) {
      long from = timeline.someCursor(random);
      reads
        .delta(scope, models, from, timeline.at(from), limit)
        .ifPresent(state -> owed.add("delta walks compared", state, timeline));
    }
  }

  /** Brings an old state up by a compacted delta. */
  void checkCompacted() {
    if (timeline != null) {
      long from = timeline.someCursor(random);
      reads
        .compacted(scope, models, from, timeline.at(from), random.nextBoolean())
        .ifPresent(state -> owed.add("compacted deltas compared", state, timeline));
    }
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

  /** After all writers have stopped: exactly the model's rows, by exactly the log's events. */
  void requireExactly(ModelState expected) {
    known().requireLikeLog(world.log());
    expected
      .only(models)
      .differenceTo(known().state(), "expected", "here")
      .ifPresent(difference -> {
        throw new ModelViolation(scope + " " + models + " is not as it must be. " + difference);
      });
    world.tally().count("client states compared with the model");
  }

  private ModelTimeline known() {
    if (timeline == null) {
      throw new ModelViolation(scope + " is " + phase + " without a bootstrap");
    }
    return timeline;
  }

  private ObjectNode subscription() {
    ObjectNode frame = frame("subscribe");
    if (!models.isEmpty()) {
      models.forEach(frame.withArrayProperty("models")::add);
    }
    return frame;
  }

  private ObjectNode frame(String type) {
    return JsonMapper.shared().createObjectNode().put("type", type).put("scope", scope);
  }

  @Override
  public String toString() {
    return "%s %s: %s%s, asked %s, start %s, cursor %s, owed %s".formatted(
      scope,
      models,
      wanted ? "" : "not wanted, ",
      phase,
      asked,
      start,
      timeline == null ? "none" : timeline.cursor(),
      owed
    );
  }
}
