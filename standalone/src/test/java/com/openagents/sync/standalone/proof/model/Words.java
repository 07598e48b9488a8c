package com.openagents.sync.standalone.proof.model;

import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Ids, keys and texts of one history. */
final class Words {

  private static final List<String> WORDS = List.of(
    "patch",
    "retry",
    "Grüße",
    "🪵",
    "\"quoted\"",
    "back\\slash",
    "line\nbreak",
    "\u001b[31m",
    "</script>",
    "{\"id\":1}",
    "نص",
    "\u2028",
    "tab\t",
    "𝄞"
  );
  private static final int LONG_TEXT_WORDS = 400;
  private static final int VERY_LONG_TEXT_WORDS = 6_000;

  private final RandomGenerator random;
  private final RandomGenerator ids;
  private int words;

  /** @param ids apart from the script's, so that one script can be played with other ids */
  Words(RandomGenerator random, RandomGenerator ids) {
    this.random = random;
    this.ids = ids;
  }

  String id() {
    long high = (ids.nextLong() & ~0xf000L) | 0x4000L;
    long low = (ids.nextLong() >>> 2) | 0x8000_0000_0000_0000L;
    return new UUID(high, low).toString();
  }

  /** Never the same twice, so that a change is one. */
  String text() {
    int kind = random.nextInt(40);
    int length = kind == 0 ? VERY_LONG_TEXT_WORDS : kind < 4 ? LONG_TEXT_WORDS : 1 + random.nextInt(8);
    StringBuilder text = new StringBuilder(Integer.toString(++words));
    int first = random.nextInt(WORDS.size());
    for (int word = 0; word < length; word++) {
      text.append(' ').append(WORDS.get((first + word * 5) % WORDS.size()));
    }
    return text.toString();
  }

  String name() {
    return "name " + ++words + " " + WORDS.get(random.nextInt(4));
  }
}
