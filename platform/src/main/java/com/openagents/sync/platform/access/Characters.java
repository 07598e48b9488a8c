package com.openagents.sync.platform.access;

import java.util.function.IntPredicate;

/** A loop, since streams of a token's characters took two hundredths of a write. */
final class Characters {

  private Characters() {}

  static boolean allOf(String text, IntPredicate allowed) {
    for (int i = 0; i < text.length(); i = text.offsetByCodePoints(i, 1)) {
      if (!allowed.test(text.codePointAt(i))) {
        return false;
      }
    }
    return true;
  }
}
