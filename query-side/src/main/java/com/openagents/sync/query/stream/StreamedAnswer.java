package com.openagents.sync.query.stream;

import com.openagents.sync.platform.synclog.LogHead;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
import java.util.zip.GZIPOutputStream;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.context.request.ServletWebRequest;
import tools.jackson.databind.json.JsonMapper;

/** One answer on its way. */
public final class StreamedAnswer {

  private final JsonMapper json;
  private final ServletWebRequest exchange;
  private final HttpServletResponse response;
  private final Deadline deadline;

  StreamedAnswer(
    JsonMapper json,
    ServletWebRequest exchange,
    HttpServletResponse response,
    Deadline deadline
  ) {
    this.json = json;
    this.exchange = exchange;
    this.response = response;
    this.deadline = deadline;
  }

  /** Writes what the rows' source gives, and the end behind it; nothing of it to those who ask for headers only. */
  public void write(StreamForm form, LogHead head, Consumer<RowOutput> source) {
    describe(response, form, head);
    if (HttpMethod.HEAD.equals(exchange.getHttpMethod())) {
      return;
    }
    try {
      OutputStream stream = deadline.guard(response.getOutputStream());
      if (Compression.isTakenBy(exchange.getRequest())) {
        response.setHeader(HttpHeaders.CONTENT_ENCODING, Compression.GZIP);
        writeCompressed(form, head, source, stream);
      } else {
        write(form, head, source, stream);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** What the headers say. */
  public static void describe(HttpServletResponse response, StreamForm form, LogHead head) {
    response.setContentType(form.mediaType().toString());
    response.addHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
    // Also up front, for who passes the rows on before the end of the stream.
    response.setHeader("Sync-Id", Long.toString(head.lastId()));
    response.setHeader("Sync-Epoch", head.epoch().toString());
  }

  private void writeCompressed(StreamForm form, LogHead head, Consumer<RowOutput> source, OutputStream stream)
    throws IOException {
    GZIPOutputStream zipped = Compression.to(stream);
    write(form, head, source, zipped);
    zipped.finish();
  }

  private void write(StreamForm form, LogHead head, Consumer<RowOutput> source, OutputStream stream) {
    RowOutput output = form.output(json, stream);
    source.accept(output);
    output.end(head);
  }
}
