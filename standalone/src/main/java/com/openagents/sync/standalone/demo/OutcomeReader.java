package com.openagents.sync.standalone.demo;

import com.openagents.sync.standalone.demo.Scene.Cost;
import com.openagents.sync.standalone.demo.Scene.Submission;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads what a transcript tells of the end: what was handed in, and what it cost. */
final class OutcomeReader {

  private static final int CENT_DECIMALS = 2;
  private static final int COST_DECIMALS = 9;
  private static final BigDecimal CENTS_MAX = BigDecimal.valueOf(1_000_000_000L);

  private final JsonNode root;
  private final JsonMapper json;

  OutcomeReader(JsonNode root, JsonMapper json) {
    this.root = root;
    this.json = json;
  }

  List<Scene> scenes(String agent) {
    List<Scene> scenes = new ArrayList<>();
    String diff = StorableText.of(root.path("info").path("submission").asString("")).text();
    if (!diff.isBlank()) {
      scenes.add(new Submission("Submission of " + agent, baseRevision(), diff));
    }
    BigDecimal dollars = cost();
    if (dollars.signum() > 0) {
      // Never less than it was: most calls cost parts of a cent, which no account holds.
      BigDecimal cents = dollars
        .movePointRight(CENT_DECIMALS)
        .setScale(0, RoundingMode.CEILING)
        .min(CENTS_MAX);
      String exact = dollars.stripTrailingZeros().toPlainString();
      scenes.add(new Cost(cents.longValueExact(), "Model calls, exactly USD " + exact));
    }
    return scenes;
  }

  private BigDecimal cost() {
    JsonNode cost = root.path("info").path("model_stats").path("instance_cost");
    double dollars = cost.asDouble(0);
    // What was summed up in floating point ends in digits that mean nothing.
    return Double.isFinite(dollars)
      ? BigDecimal.valueOf(dollars).setScale(COST_DECIMALS, RoundingMode.HALF_EVEN)
      : BigDecimal.ZERO;
  }

  /** Newer files say how they are replayed, older ones don't. */
  private String baseRevision() {
    JsonNode replay = root.path("replay_config");
    try {
      JsonNode config = replay.isString() ? json.readTree(replay.stringValue()) : replay;
      return StorableText.of(config.path("env").path("repo").path("base_commit").asString("")).text();
    } catch (JacksonException notJson) {
      return "";
    }
  }
}
