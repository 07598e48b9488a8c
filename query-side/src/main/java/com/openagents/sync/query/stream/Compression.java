package com.openagents.sync.query.stream;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Collections;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.HttpHeaders;

/** Answers that are compressed here, faster than the server would: rows are large and alike, and somebody waits. */
public final class Compression {

  public static final String GZIP = "gzip";

  private static final int BUFFER_BYTES = 16_384;

  private Compression() {}

  public static boolean isTakenBy(HttpServletRequest request) {
    return Collections.list(request.getHeaders(HttpHeaders.ACCEPT_ENCODING))
      .stream()
      .flatMap(value -> Stream.of(value.toLowerCase(Locale.ROOT).split(",")))
      .map(coding -> coding.replace(" ", ""))
      .anyMatch(
        coding ->
          coding.equals(GZIP) || (coding.startsWith(GZIP + ";q=") && !coding.matches(".*;q=0(\\.0*)?"))
      );
  }

  /** Ends with {@code finish}: without that it does not look whole. */
  public static GZIPOutputStream to(OutputStream stream) throws IOException {
    return new GZIPOutputStream(stream, BUFFER_BYTES) {
      {
        def.setLevel(Deflater.BEST_SPEED);
      }
    };
  }
}
