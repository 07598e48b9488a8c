package com.openagents.sync.standalone.proof.model;

import com.openagents.sync.api.rejection.RejectionCode;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * One mutation and what must come of it.
 *
 * @param kind what it is called in the table
 * @param key its Idempotency-Key
 * @param path as sent; the body may be absent
 */
record Command(
  String kind,
  String method,
  String path,
  @Nullable ObjectNode body,
  String key,
  Manner manner,
  Expected expected
) {
  private static final int TEXT_CHARACTERS_SHOWN_MAX = 200;

  enum Manner {
    PLAIN,
    /** {@code Prefer: respond-async}. */
    ASYNC,
    /** The same call by two connections at the same time. */
    TWICE_AT_ONCE,
    /** Sent by somebody else. */
    BY_A_STRANGER,
  }

  /** What must be answered. */
  sealed interface Expected {}

  /** A row that was not there, but for its times. */
  record Inserted(String plural, ObjectNode row) implements Expected {}

  record Updated(String plural, String id, Map<String, String> changed) implements Expected {}

  /** The row as it is. */
  record Unchanged(String plural, String id) implements Expected {}

  /** The row as it last was. */
  record Deleted(String plural, String id) implements Expected {}

  /** What the key's first call was answered. */
  record SameAsFirst() implements Expected {}

  record Refused(RejectionCode code) implements Expected {}

  Command in(Manner other) {
    return new Command(kind, method, path, body, key, other, expected);
  }

  /** The very same call again. */
  Command again() {
    return new Command("repeat", method, path, body, key, Manner.PLAIN, new SameAsFirst());
  }

  boolean isAccepted() {
    return !(expected instanceof Refused);
  }

  Http.Call call(String token) {
    Map<String, String> headers =
      manner == Manner.ASYNC
        ? Map.of("Idempotency-Key", key, "Prefer", "respond-async")
        : Map.of("Idempotency-Key", key);
    return new Http.Call(method, path, body, token, headers);
  }

  @Override
  public String toString() {
    String text = body == null ? "" : " " + body;
    return "%s (%s): %s %s%s, key %s, expecting %s".formatted(
      kind,
      manner,
      method,
      path,
      text.length() > TEXT_CHARACTERS_SHOWN_MAX ? text.substring(0, TEXT_CHARACTERS_SHOWN_MAX) + "…" : text,
      key,
      expected instanceof Refused ? expected : expected.getClass().getSimpleName()
    );
  }
}
