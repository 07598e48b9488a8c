package com.openagents.sync.platform.evidence;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;

/** Fields one after another, each behind its length in four bytes: no two lists of fields have the same bytes. */
final class Fields {

  private static final long MICROSECONDS_PER_SECOND = 1_000_000;
  private static final int NANOSECONDS_PER_MICROSECOND = 1_000;
  private static final int UUID_BYTES = 16;

  private final ByteArrayOutputStream bytes;

  /** @param purpose keeps hashes and signatures of different things apart */
  Fields(byte purpose, String format, int sizeHint) {
    bytes = new ByteArrayOutputStream(sizeHint);
    bytes.write(purpose);
    add(format);
  }

  Fields add(byte[] value) {
    bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(value.length).array());
    bytes.writeBytes(value);
    return this;
  }

  Fields add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  Fields add(long number) {
    return add(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  Fields add(UUID id) {
    return add(
      ByteBuffer.allocate(UUID_BYTES)
        .putLong(id.getMostSignificantBits())
        .putLong(id.getLeastSignificantBits())
        .array()
    );
  }

  Fields add(Instant time) {
    return add(
      Math.addExact(
        Math.multiplyExact(time.getEpochSecond(), MICROSECONDS_PER_SECOND),
        time.getNano() / NANOSECONDS_PER_MICROSECOND
      )
    );
  }

  byte[] toBytes() {
    return bytes.toByteArray();
  }
}
