package com.openagents.sync.api.sync;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import java.util.Locale;
import java.util.UUID;

/** What a subscriber follows: {@code org:<uuid>} or {@code agent:<uuid>}. */
public record Scope(Kind kind, UUID id) {
  /** The kinds of scope; on the wire in lower case. */
  public enum Kind {
    ORG,
    AGENT;

    private final String prefix = name().toLowerCase(Locale.ROOT) + ":";
  }

  private static final int UUID_LENGTH = 36;

  public static Scope org(UUID id) {
    return new Scope(Kind.ORG, id);
  }

  public static Scope agent(UUID id) {
    return new Scope(Kind.AGENT, id);
  }

  /** @throws Rejected with {@code scope_invalid} */
  public static Scope parse(String text) {
    for (Kind kind : Kind.values()) {
      if (text.startsWith(kind.prefix) && text.length() == kind.prefix.length() + UUID_LENGTH) {
        try {
          return new Scope(kind, UUID.fromString(text.substring(kind.prefix.length())));
        } catch (IllegalArgumentException notAUuid) {
          break;
        }
      }
    }
    throw Rejected.field(
      RejectionCode.SCOPE_INVALID,
      "scope",
      "The scope must read org:<uuid> or agent:<uuid>."
    );
  }

  @Override
  public String toString() {
    return kind.prefix + id;
  }
}
