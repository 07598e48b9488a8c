package com.openagents.sync.api.audit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What kind of principal is behind a mutation. In lower case on the wire, in tokens and in the store. */
public enum ActorKind {
  /** Somebody at a screen; who says nothing else. */
  PERSON,
  /** An AI agent that works by itself. */
  AGENT,
  /** Another program, or the engine itself. */
  SERVICE;

  /** Empty if there is no such kind. */
  public static Optional<ActorKind> named(String name) {
    return Arrays.stream(values())
      .filter(kind -> kind.wireName().equals(name))
      .findFirst();
  }

  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
