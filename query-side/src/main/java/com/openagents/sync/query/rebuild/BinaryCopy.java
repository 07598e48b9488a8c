package com.openagents.sync.query.rebuild;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.postgresql.copy.CopyIn;
import tools.jackson.databind.json.JsonMapper;

/** Writes rows in PostgreSQL's binary COPY format: neither side has to write and read texts of times and ids. */
final class BinaryCopy {

  private static final byte[] SIGNATURE = { 'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0 };
  private static final int BUFFER_BYTES = 1 << 18;
  private static final int NULL = -1;
  private static final byte JSONB_VERSION = 1;
  private static final long SECONDS_TO_2000 = 946_684_800L;
  private static final long MICROS_PER_SECOND = 1_000_000L;
  private static final int NANOS_PER_MICRO = 1_000;

  private final CopyIn target;
  private final List<String> types;
  private final JsonMapper json;
  private byte[] bytes = new byte[BUFFER_BYTES];
  private ByteBuffer buffer = ByteBuffer.wrap(bytes);

  BinaryCopy(CopyIn target, List<String> types, JsonMapper json) {
    this.target = target;
    this.types = types;
    this.json = json;
    buffer.put(SIGNATURE).putInt(0).putInt(0);
  }

  void row(@Nullable Object[] values) throws SQLException {
    room(Short.BYTES);
    buffer.putShort((short) types.size());
    for (int column = 0; column < types.size(); column++) {
      value(types.get(column), values[column]);
    }
  }

  /** Ends it; returns the number of rows. */
  long end() throws SQLException {
    room(Short.BYTES);
    buffer.putShort((short) -1);
    flush();
    return target.endCopy();
  }

  private void value(String type, @Nullable Object value) throws SQLException {
    if (value == null) {
      room(Integer.BYTES);
      buffer.putInt(NULL);
      return;
    }
    switch (type) {
      case "uuid" -> uuid((UUID) value);
      case "timestamp with time zone" -> number(Long.BYTES, micros((Instant) value));
      case "bigint" -> number(Long.BYTES, ((Number) value).longValue());
      case "integer" -> number(Integer.BYTES, ((Number) value).longValue());
      case "smallint" -> number(Short.BYTES, ((Number) value).longValue());
      case "boolean" -> number(1, Boolean.TRUE.equals(value) ? 1 : 0);
      case "double precision" -> number(
        Long.BYTES,
        Double.doubleToRawLongBits(((Number) value).doubleValue())
      );
      case "text", "character varying" -> text(text(value).getBytes(StandardCharsets.UTF_8), false);
      case "jsonb" -> text(json.writeValueAsBytes(value), true);
      default -> throw new IllegalStateException(
        "A rebuild can't write columns of the type " + type + " yet"
      );
    }
  }

  private static String text(Object value) {
    return value instanceof Enum<?> constant ? constant.name().toLowerCase(Locale.ROOT) : value.toString();
  }

  private static long micros(Instant time) {
    return (time.getEpochSecond() - SECONDS_TO_2000) * MICROS_PER_SECOND + time.getNano() / NANOS_PER_MICRO;
  }

  private void uuid(UUID id) throws SQLException {
    room(Integer.BYTES + 2 * Long.BYTES);
    buffer
      .putInt(2 * Long.BYTES)
      .putLong(id.getMostSignificantBits())
      .putLong(id.getLeastSignificantBits());
  }

  private void number(int size, long value) throws SQLException {
    room(Integer.BYTES + size);
    buffer.putInt(size);
    for (int shift = (size - 1) * Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
      buffer.put((byte) (value >> shift));
    }
  }

  private void text(byte[] text, boolean isJsonb) throws SQLException {
    room(Integer.BYTES + 1 + text.length);
    buffer.putInt(text.length + (isJsonb ? 1 : 0));
    if (isJsonb) {
      buffer.put(JSONB_VERSION);
    }
    buffer.put(text);
  }

  private void room(int wanted) throws SQLException {
    if (buffer.remaining() < wanted) {
      flush();
      if (wanted > bytes.length) {
        bytes = Arrays.copyOf(bytes, wanted);
        buffer = ByteBuffer.wrap(bytes);
      }
    }
  }

  private void flush() throws SQLException {
    target.writeToCopy(bytes, 0, buffer.position());
    buffer.clear();
  }
}
