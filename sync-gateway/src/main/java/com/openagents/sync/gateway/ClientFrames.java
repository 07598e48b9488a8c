package com.openagents.sync.gateway;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.ClientFrame;
import com.openagents.sync.platform.problem.UnreadableBody;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Reads what clients send, strictly. */
@Component
class ClientFrames {

  private static final Map<String, Class<?>> TYPES = Arrays.stream(
    ClientFrame.class.getPermittedSubclasses()
  ).collect(
    Collectors.toMap(
      type -> type.getSimpleName().toLowerCase(Locale.ROOT),
      Function.identity(),
      (first, _) -> first,
      TreeMap::new
    )
  );

  private final JsonMapper json;

  ClientFrames(JsonMapper json) {
    this.json = json;
  }

  /** @throws Rejected if it is no frame of the protocol */
  ClientFrame read(String text) {
    try {
      ObjectNode frame = object(text);
      Class<?> type = type(frame);
      requireFields(type, frame);
      return (ClientFrame) json.treeToValue(frame, type);
    } catch (JacksonException failure) {
      Rejected rejected = UnreadableBody.rejection(failure);
      throw rejected.code() == RejectionCode.MALFORMED_JSON
        ? new Rejected(RejectionCode.FRAME_MALFORMED, String.valueOf(rejected.getMessage()))
        : rejected;
    }
  }

  /** The scope that a refused frame was about, where it says so. */
  @Nullable
  String scopeOf(String text) {
    try {
      JsonNode scope = json.readTree(text).path("scope");
      return scope.isString() ? scope.stringValue() : null;
    } catch (JacksonException unreadable) {
      return null;
    }
  }

  private ObjectNode object(String text) {
    if (json.readTree(text) instanceof ObjectNode object) {
      return object;
    }
    throw new Rejected(RejectionCode.FRAME_MALFORMED, "Send a JSON object in each frame.");
  }

  private static Class<?> type(ObjectNode frame) {
    JsonNode name = frame.remove("type");
    if (name == null || !name.isString()) {
      throw new Rejected(RejectionCode.FRAME_MALFORMED, "Each frame needs a 'type'.");
    }
    Class<?> type = TYPES.get(name.stringValue());
    if (type == null) {
      throw new Rejected(
        RejectionCode.FRAME_UNKNOWN_TYPE,
        "There is no frame of type '%s'; known are %s.".formatted(name.stringValue(), TYPES.keySet())
      );
    }
    return type;
  }

  private static void requireFields(Class<?> type, ObjectNode frame) {
    if (type == ClientFrame.Subscribe.class) {
      JsonNode cursor = frame.path("lastSyncId");
      if (!cursor.isIntegralNumber() || !cursor.canConvertToLong() || cursor.longValue() < 0) {
        throw invalid("lastSyncId", "a whole number, 0 or more");
      }
    }
    if (type == ClientFrame.Subscribe.class || type == ClientFrame.Unsubscribe.class) {
      requireText(frame, "scope");
    }
    if (type == ClientFrame.Auth.class) {
      requireText(frame, "token");
    }
  }

  private static void requireText(ObjectNode frame, String field) {
    if (!frame.path(field).isString()) {
      throw invalid(field, "a text");
    }
  }

  private static Rejected invalid(String field, String what) {
    return Rejected.field(RejectionCode.INVALID_VALUE, field, "'%s' must be %s.".formatted(field, what));
  }
}
