package com.openagents.sync.standalone.demo;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonReadFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads SWE-agent's {@code .traj} files: a JSON object with {@code history}, the chat, and {@code trajectory}, the steps,
 * and perhaps {@code info} on what was handed in and what it cost. Files differ much in details, so nothing is required but one entry of either.
 */
final class TranscriptReader {

  private static final int TEXT_CHARACTERS_MAX = 200_000_000;
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  private final JsonMapper json = JsonMapper.builder(
    JsonFactory.builder()
      .streamReadConstraints(StreamReadConstraints.builder().maxStringLength(TEXT_CHARACTERS_MAX).build())
      // Python writes NaN where a number is unknown.
      .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
      .build()
  ).build();

  Transcript read(String fileName, byte[] bytes) throws UnreadableTranscript {
    JsonNode root = parse(bytes);
    JsonNode history = root.path("history");
    JsonNode trajectory = root.path("trajectory");
    if (!root.isObject() || (history.isEmpty() && trajectory.isEmpty())) {
      throw new UnreadableTranscript("it has neither history nor trajectory");
    }
    EntryReader entries = new EntryReader();
    List<ChatEntry> chat = entries.chat(history);
    List<StepEntry> steps = entries.steps(trajectory);
    String agent = agentName(fileName);
    List<Scene> scenes = new ArrayList<>(Interleaving.of(chat, steps));
    scenes.addAll(new OutcomeReader(root, json).scenes(agent));
    return new Transcript(agent, fingerprint(fileName, bytes), scenes, entries.changes());
  }

  private JsonNode parse(byte[] bytes) throws UnreadableTranscript {
    try {
      String text = StandardCharsets.UTF_8.newDecoder()
        .onMalformedInput(CodingErrorAction.REPORT)
        .decode(ByteBuffer.wrap(bytes))
        .toString();
      return json.readTree(!text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text);
    } catch (CharacterCodingException notUtf8) {
      throw new UnreadableTranscript("it is not in UTF-8");
    } catch (JacksonException malformed) {
      throw new UnreadableTranscript("it is not JSON (" + malformed.getOriginalMessage() + ")");
    }
  }

  private static String agentName(String fileName) {
    int dot = fileName.lastIndexOf('.');
    return StorableText.of(dot > 0 ? fileName.substring(0, dot) : fileName).text();
  }

  /** With the name, since two agents may do the same. */
  private static String fingerprint(String fileName, byte[] bytes) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      digest.update(fileName.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      return HexFormat.of().formatHex(digest.digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every JDK has SHA-256", impossible);
    }
  }
}
