package com.openagents.sync.platform.subjectkey;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.openagents.sync.api.ErasedText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.crypto.AEADBadTagException;

/**
 * JSON objects some fields of which are sealed. In place of those is what stands there once they are erased, so that
 * without the keys the object is whole as it is; the field {@code sealed} holds what belongs there:
 * {@code {"keys":["<id>",…],"text":"<base64>"}}, an object with the fields, sealed with each of the keys in turn.
 */
public final class SealedJson {

  private static final String SEALED = "sealed";
  private static final String KEYS = "keys";
  private static final String TEXT = "text";
  private static final JsonMapper JSON = new JsonMapper();

  private SealedJson() {}

  /** Replaces texts by what stands there once they are erased; returns them. What is null or empty tells nothing. */
  public static ObjectNode takeOut(ObjectNode whole, Collection<String> fields) {
    ObjectNode texts = JsonNodeFactory.instance.objectNode();
    for (String field : fields) {
      JsonNode text = whole.get(field);
      if (text != null && !text.isNull() && !isEmpty(text)) {
        texts.set(field, text);
        whole.set(field, erased(text));
      }
    }
    return texts;
  }

  private static boolean isEmpty(JsonNode text) {
    return text.isTextual() ? text.textValue().isEmpty() : text.isEmpty();
  }

  private static JsonNode erased(JsonNode text) {
    return text.isArray()
      ? JsonNodeFactory.instance.arrayNode()
      : JsonNodeFactory.instance.textNode(ErasedText.MARKER);
  }

  /** @param context what the object is, so that nothing that is sealed can be moved elsewhere */
  public static void seal(ObjectNode whole, ObjectNode texts, Collection<SubjectKey> keys, String context) {
    byte[] bytes = texts.toString().getBytes(StandardCharsets.UTF_8);
    ObjectNode sealed = whole.putObject(SEALED);
    ArrayNode ids = sealed.putArray(KEYS);
    for (SubjectKey key : keys) {
      ids.add(key.id().toString());
      bytes = AesGcm.seal(key.secret(), bytes, context.getBytes(StandardCharsets.UTF_8));
    }
    sealed.put(TEXT, bytes);
  }

  public static boolean isSealed(ObjectNode whole) {
    return whole.get(SEALED) instanceof ObjectNode;
  }

  /** With which keys it is sealed, the outermost last. */
  public static List<UUID> keyIds(ObjectNode whole) {
    return whole
      .path(SEALED)
      .path(KEYS)
      .valueStream()
      .map(id -> UUID.fromString(id.textValue()))
      .toList();
  }

  /**
   * Takes the seal away.
   *
   * @param keys finds a key; empty if it is destroyed
   * @return what was sealed; empty if one of the keys is destroyed
   * @throws IllegalStateException if it was changed, or belongs elsewhere
   */
  public static Optional<ObjectNode> open(
    ObjectNode whole,
    Function<UUID, Optional<SubjectKey>> keys,
    String context
  ) {
    List<UUID> ids = keyIds(whole);
    JsonNode sealed = whole.remove(SEALED);
    try {
      byte[] bytes = bytes(sealed.path(TEXT));
      for (UUID id : ids.reversed()) {
        Optional<SubjectKey> key = keys.apply(id);
        if (key.isEmpty()) {
          return Optional.empty();
        }
        bytes = AesGcm.open(key.get().secret(), bytes, context.getBytes(StandardCharsets.UTF_8));
      }
      return Optional.of((ObjectNode) JSON.readTree(bytes));
    } catch (AEADBadTagException changed) {
      throw new IllegalStateException("What is sealed was changed, or belongs elsewhere", changed);
    } catch (IOException | IllegalArgumentException damaged) {
      // Not as the cause: it may quote what it can't read.
      throw new IllegalStateException("What is sealed is damaged: " + damaged.getClass().getSimpleName());
    }
  }

  /** The JDK reads base64 several times as fast as the JSON library does. */
  private static byte[] bytes(JsonNode text) throws IOException {
    return text.isTextual() ? Base64.getDecoder().decode(text.textValue()) : text.binaryValue();
  }

  /** @throws IllegalArgumentException if it is no JSON object */
  public static ObjectNode parse(String json) {
    try {
      return (ObjectNode) JSON.readTree(json);
    } catch (JsonProcessingException | ClassCastException notAnObject) {
      throw new IllegalArgumentException("no JSON object");
    }
  }
}
