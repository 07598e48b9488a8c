package com.openagents.sync.query.stream;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.time.Instant;

/** When a stream must be at its end. */
public record Deadline(Instant time) {
  public static Deadline in(Duration duration) {
    return new Deadline(Instant.now().plus(duration));
  }

  public boolean isPast() {
    return Instant.now().isAfter(time);
  }

  /** Writes nothing more once time is up: what was read before would trickle to a slow reader for long. */
  public OutputStream guard(OutputStream stream) {
    return new FilterOutputStream(stream) {
      @Override
      public void write(int singleByte) throws IOException {
        requireTime();
        out.write(singleByte);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws IOException {
        requireTime();
        out.write(bytes, offset, length);
      }
    };
  }

  private void requireTime() throws IOException {
    if (isPast()) {
      throw new IOException("Time is up");
    }
  }
}
