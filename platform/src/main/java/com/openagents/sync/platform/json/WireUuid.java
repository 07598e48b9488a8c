package com.openagents.sync.platform.json;

import java.beans.PropertyEditorSupport;
import java.util.UUID;
import org.springframework.web.bind.WebDataBinder;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.InitBinder;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.DeserializationContext;
import tools.jackson.databind.deser.std.StdScalarDeserializer;

/** Ids on the wire: 36 characters and nothing else. Left alone, the JDK and Jackson read several more things as one. */
final class WireUuid extends StdScalarDeserializer<UUID> {

  WireUuid() {
    super(UUID.class);
  }

  /** @throws IllegalArgumentException if the text is no UUID */
  static UUID parse(String text) {
    UUID id = UUID.fromString(text);
    if (!id.toString().equalsIgnoreCase(text)) {
      throw new IllegalArgumentException("Not the usual form of a UUID");
    }
    return id;
  }

  @Override
  public UUID deserialize(JsonParser parser, DeserializationContext context) {
    if (!parser.hasToken(JsonToken.VALUE_STRING)) {
      return (UUID) context.handleUnexpectedToken(UUID.class, parser);
    }
    try {
      return parse(parser.getString());
    } catch (IllegalArgumentException notOne) {
      return (UUID) context.handleWeirdStringValue(UUID.class, parser.getString(), "not a UUID");
    }
  }

  /** The same for paths and parameters. An editor: where a converter refuses, the framework's own editor has a try. */
  @ControllerAdvice
  static class InPaths {

    @InitBinder
    void register(WebDataBinder binder) {
      binder.registerCustomEditor(
        UUID.class,
        new PropertyEditorSupport() {
          @Override
          public void setAsText(String text) {
            setValue(parse(text));
          }
        }
      );
    }
  }
}
