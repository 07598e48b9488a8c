package com.openagents.sync.standalone.demo;

/**
 * A text as PostgreSQL can hold it: a NUL shows as its picture (U+2400), half of a surrogate pair as the replacement
 * character (U+FFFD); everything else stays.
 *
 * @param replaced how many characters are shown by another one
 */
record StorableText(String text, int replaced) {
  private static final char NUL_PICTURE = '\u2400';
  private static final char REPLACEMENT = '\uFFFD';

  static StorableText of(String raw) {
    StringBuilder text = new StringBuilder(raw.length());
    int replaced = 0;
    for (int index = 0; index < raw.length(); index++) {
      char character = raw.charAt(index);
      if (isPair(raw, index)) {
        text.append(character).append(raw.charAt(++index));
      } else if (character == 0 || Character.isSurrogate(character)) {
        text.append(character == 0 ? NUL_PICTURE : REPLACEMENT);
        replaced++;
      } else {
        text.append(character);
      }
    }
    return new StorableText(text.toString(), replaced);
  }

  /** Cut to a length, with a note that says how much is missing. Never between the halves of a pair. */
  static String cut(String text, int charactersMax) {
    if (text.length() <= charactersMax) {
      return text;
    }
    String note = "\n[… %d of %d characters left out: the server takes no longer text]";
    int keep = charactersMax - note.length() - 2 * Integer.toString(text.length()).length();
    if (Character.isHighSurrogate(text.charAt(keep - 1))) {
      keep--;
    }
    return text.substring(0, keep) + note.formatted(text.length() - keep, text.length());
  }

  private static boolean isPair(String text, int index) {
    return index + 1 < text.length() && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
  }
}
