package com.openagents.sync.platform.json;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.ser.std.StdSerializer;

/** Times on the wire: ISO 8601, UTC, always six digits of a second, so that as texts they sort like times. */
public final class WireTime extends StdSerializer<Instant> {

  private static final DateTimeFormatter MICROSECONDS = DateTimeFormatter.ofPattern(
    "uuuu-MM-dd'T'HH:mm:ss.SSSSSS'Z'"
  ).withZone(ZoneOffset.UTC);

  WireTime() {
    super(Instant.class);
  }

  public static String text(Instant time) {
    return MICROSECONDS.format(time);
  }

  @Override
  public void serialize(Instant time, JsonGenerator generator, SerializationContext context) {
    generator.writeString(text(time));
  }
}
