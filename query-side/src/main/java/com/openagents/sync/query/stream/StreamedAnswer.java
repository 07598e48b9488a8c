package com.openagents.sync.query.stream;

import com.openagents.sync.platform.synclog.LogHead;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.function.Consumer;
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
    response.setContentType(form.mediaType().toString());
    // Also up front, for who passes the rows on before the end of the stream.
    response.setHeader("Sync-Id", Long.toString(head.lastId()));
    response.setHeader("Sync-Epoch", head.epoch().toString());
    if (HttpMethod.HEAD.equals(exchange.getHttpMethod())) {
      return;
    }
    RowOutput output = form.output(json, deadline.guard(stream()));
    source.accept(output);
    output.end(head);
  }

  private OutputStream stream() {
    try {
      return response.getOutputStream();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
