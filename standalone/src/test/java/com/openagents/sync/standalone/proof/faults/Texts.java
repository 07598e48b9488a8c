package com.openagents.sync.standalone.proof.faults;

import com.openagents.sync.standalone.system.Transcripts;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** Pieces of what agents really said and saw; short ones mostly, now and then a long one. */
final class Texts {

  private static final int SHORT_CHARACTERS_MAX = 400;
  private static final int LONG_CHARACTERS_MAX = 20_000;
  private static final int LONG_ONE_IN = 200;

  private final List<String> texts;

  private Texts(List<String> texts) {
    this.texts = texts;
  }

  static Texts ofTranscripts() {
    return new Texts(
      Transcripts.read(Transcripts.folder())
        .stream()
        .flatMap(transcript ->
          Stream.concat(
            transcript.messages().stream().map(Transcripts.Message::content),
            transcript
              .steps()
              .stream()
              .flatMap(step -> Stream.of(step.thought(), step.observation()))
          )
        )
        .filter(text -> !text.isBlank())
        .toList()
    );
  }

  /** Never empty, never with half a character at its ends. */
  String piece(Random random) {
    String text = texts.get(random.nextInt(texts.size()));
    int longest = random.nextInt(LONG_ONE_IN) == 0 ? LONG_CHARACTERS_MAX : SHORT_CHARACTERS_MAX;
    int[] characters = text
      .codePoints()
      .limit(longest + 1L)
      .toArray();
    int count = 1 + random.nextInt(Math.min(characters.length, longest));
    return new String(characters, 0, count);
  }
}
