package com.openagents.sync.standalone.proof.model;

import java.util.Set;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** What clients send. */
final class Frames {

  private Frames() {}

  /** Still without its cursor. */
  static ObjectNode subscribe(String scope, Set<String> models) {
    ObjectNode frame = frame("subscribe", scope);
    if (!models.isEmpty()) {
      models.forEach(frame.withArrayProperty("models")::add);
    }
    return frame;
  }

  static ObjectNode unsubscribe(String scope) {
    return frame("unsubscribe", scope);
  }

  private static ObjectNode frame(String type, String scope) {
    return JsonMapper.shared().createObjectNode().put("type", type).put("scope", scope);
  }
}
