package com.openagents.sync.query.audit;

import com.openagents.sync.api.audit.ExportEnd;
import com.openagents.sync.api.audit.ExportedEvent;
import com.openagents.sync.api.audit.ExportedEvent.ExportedChange;
import com.openagents.sync.platform.json.WireTime;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * CSV after RFC 4180, a record for each changed row; every field is quoted. What a spreadsheet would take for a formula
 * gets an apostrophe before it.
 */
final class ExportTable implements ExportOutput {

  private static final String COLUMNS =
    "index,event_id,type,time,actor,actor_kind,mutation_id,correlation_id,causation_id,aggregate_id,model,model_id,action,data\r\n";
  private static final String FORMULA_BEGINS = "=+-@\t\r\n＝＋－＠";

  private final JsonMapper json;
  private final ExportSink sink;

  ExportTable(JsonMapper json, ExportSink sink) {
    this.json = json;
    this.sink = sink;
    sink.write(COLUMNS.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void event(ExportedEvent event) {
    for (ExportedChange change : event.changes()) {
      record(
        event,
        change.model(),
        change.id().toString(),
        change.action().name().toLowerCase(Locale.ROOT),
        change.data() == null ? "" : json.writeValueAsString(change.data())
      );
    }
    if (event.changes().isEmpty()) {
      record(event, "", "", event.unreadable() == null ? "none" : "unreadable", event.unreadable());
    }
  }

  @Override
  public void end(ExportEnd end) {
    String through = Long.toString(end.through());
    record(through, "", "end", "", "", "", "", "", "", "", "", "", "end", json.writeValueAsString(end));
  }

  private void record(ExportedEvent event, String model, String id, String action, @Nullable String data) {
    record(
      Long.toString(event.index()),
      event.eventId().toString(),
      event.type(),
      WireTime.text(event.time()),
      event.actor(),
      event.actorKind() == null ? "" : event.actorKind().wireName(),
      event.mutationId(),
      event.correlationId(),
      event.causationId(),
      event.aggregateId().toString(),
      model,
      id,
      action,
      data
    );
  }

  private void record(@Nullable String... fields) {
    StringBuilder record = new StringBuilder(256);
    for (String field : fields) {
      record.append(record.isEmpty() ? "\"" : ",\"");
      if (field != null && !field.isEmpty()) {
        record.append(FORMULA_BEGINS.indexOf(field.charAt(0)) >= 0 ? "'" : "");
        record.append(field.replace("\"", "\"\""));
      }
      record.append('"');
    }
    sink.write(record.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
  }
}
