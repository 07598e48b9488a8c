package com.openagents.sync.standalone.demo;

import com.openagents.sync.api.message.MessageRole;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads the entries of one transcript and counts what can't be kept as it is. */
final class EntryReader {

  /** Stands for an entry without text, which the engine does not take. */
  static final String NO_TEXT = "(no text)";

  private static final Duration ACTION_TAKES = Duration.ofSeconds(1);
  private static final double ACTION_SECONDS_MAX = 30;
  private static final double MILLIS_PER_SECOND = 1000;

  private Transcript.Changes changes = new Transcript.Changes(0, 0, 0);

  Transcript.Changes changes() {
    return changes;
  }

  List<ChatEntry> chat(JsonNode history) {
    List<ChatEntry> entries = new ArrayList<>();
    for (JsonNode entry : history) {
      String content = sent(entry.isObject() ? entry.path("content") : entry);
      if (content.isBlank()) {
        count(0, 1, 0);
        content = NO_TEXT;
      }
      entries.add(
        new ChatEntry(
          role(entry),
          content,
          entry.path("is_demo").asBoolean(false),
          textOrNull(entry.path("thought")),
          textOrNull(entry.path("action"))
        )
      );
    }
    return entries;
  }

  List<StepEntry> steps(JsonNode trajectory) {
    List<StepEntry> entries = new ArrayList<>();
    for (JsonNode entry : trajectory) {
      String thought = sent(entry.isObject() ? entry.path("thought") : entry);
      String action = sent(entry.path("action"));
      String observation = entry.hasNonNull("observation") ? sent(entry.path("observation")) : null;
      if (thought.isBlank() && action.isBlank()) {
        count(0, 1, 0);
        thought = NO_TEXT;
      }
      entries.add(
        new StepEntry(
          thought,
          action,
          observation,
          text(entry.path("response")).text(),
          takes(entry.path("execution_time"))
        )
      );
    }
    return entries;
  }

  private MessageRole role(JsonNode entry) {
    String role = entry.path("role").asString("").toLowerCase(Locale.ROOT);
    return switch (role) {
      case "user", "human" -> MessageRole.USER;
      case "assistant", "ai", "model" -> MessageRole.ASSISTANT;
      case "system", "developer" -> MessageRole.SYSTEM;
      case "tool", "function" -> MessageRole.TOOL;
      default -> {
        count(0, 0, 1);
        yield MessageRole.USER;
      }
    };
  }

  private static @Nullable String textOrNull(JsonNode value) {
    return value.isMissingNode() || value.isNull() ? null : text(value).text();
  }

  private String sent(JsonNode value) {
    StorableText text = text(value);
    count(text.replaced(), 0, 0);
    return text.text();
  }

  private static StorableText text(JsonNode value) {
    return StorableText.of(rawText(value));
  }

  /** Texts are strings, or lists of parts with a text each; whatever else is there shows as the JSON that it is. */
  private static String rawText(JsonNode value) {
    if (value.isMissingNode() || value.isNull()) {
      return "";
    }
    if (value.isArray()) {
      return value.valueStream().map(EntryReader::rawText).collect(Collectors.joining("\n"));
    }
    if (value.path("text").isString()) {
      return value.path("text").stringValue();
    }
    return value.isString() ? value.stringValue() : value.toString();
  }

  private static Duration takes(JsonNode seconds) {
    double given = seconds.asDouble(Double.NaN);
    if (!(given >= 0)) {
      return ACTION_TAKES;
    }
    return Duration.ofMillis((long) (Math.min(given, ACTION_SECONDS_MAX) * MILLIS_PER_SECOND));
  }

  private void count(int replaced, int emptyTexts, int unknownRoles) {
    changes = changes.plus(new Transcript.Changes(replaced, emptyTexts, unknownRoles));
  }
}
