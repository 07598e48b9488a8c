package com.openagents.sync.query.audit;

import com.openagents.sync.api.audit.ExportEnd;
import com.openagents.sync.api.audit.ExportedEvent;
import tools.jackson.databind.json.JsonMapper;

/** JSON Lines. */
final class ExportLines implements ExportOutput {

  private static final byte[] END_OF_LINE = { '\n' };

  private final JsonMapper json;
  private final ExportSink sink;

  ExportLines(JsonMapper json, ExportSink sink) {
    this.json = json;
    this.sink = sink;
  }

  @Override
  public void event(ExportedEvent event) {
    line(event);
  }

  @Override
  public void end(ExportEnd end) {
    line(end);
  }

  private void line(Object line) {
    sink.write(json.writeValueAsBytes(line));
    sink.write(END_OF_LINE);
  }
}
