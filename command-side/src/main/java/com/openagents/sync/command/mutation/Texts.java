package com.openagents.sync.command.mutation;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;

/** Rules of single texts that aggregates decide by. */
public final class Texts {

  private static final int NAME_CHARACTERS_MAX = 200;
  private static final int MEMO_CHARACTERS_MAX = 1_000;

  private Texts() {}

  /** @throws Rejected with {@code text_empty} */
  public static String requireContent(String field, String text) {
    if (text.isBlank()) {
      throw Rejected.field(RejectionCode.TEXT_EMPTY, field, "'" + field + "' must not be empty.");
    }
    return text;
  }

  /**
   * @return the name without spaces around it
   * @throws Rejected with {@code text_empty} or {@code text_too_long}
   */
  public static String requireName(String field, String text) {
    return requireAtMost(field, requireContent(field, text).strip(), NAME_CHARACTERS_MAX);
  }

  /** @throws Rejected with {@code text_too_long} */
  public static String requireMemo(String field, String text) {
    return requireAtMost(field, text, MEMO_CHARACTERS_MAX);
  }

  private static String requireAtMost(String field, String text, int charactersMax) {
    if (text.length() > charactersMax) {
      throw Rejected.field(
        RejectionCode.TEXT_TOO_LONG,
        field,
        "'%s' takes at most %d characters.".formatted(field, charactersMax)
      );
    }
    return text;
  }
}
