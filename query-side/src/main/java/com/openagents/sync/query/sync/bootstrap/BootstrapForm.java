package com.openagents.sync.query.sync.bootstrap;

import com.openagents.sync.api.Row;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.query.platform.Model;
import java.io.OutputStream;
import org.springframework.http.MediaType;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The two forms that a bootstrap can be had in. Both end in a way that no broken-off stream can. */
enum BootstrapForm {
  /** One object: {@code {"models":{"Messages":[…],…},"lastSyncId":n,"epoch":"…"}}. */
  JSON(MediaType.APPLICATION_JSON_VALUE) {
    @Override
    Output output(JsonMapper json, OutputStream stream) {
      return new AsObject(json, stream);
    }
  },
  /** A line per row, {@code {"model":"Message","row":{…}}}; the last line: {@code {"lastSyncId":n,"epoch":"…","rows":n}}. */
  LINES(MediaType.APPLICATION_NDJSON_VALUE) {
    @Override
    Output output(JsonMapper json, OutputStream stream) {
      return new AsLines(json, stream);
    }
  };

  private final String mediaType;

  BootstrapForm(String mediaType) {
    this.mediaType = mediaType;
  }

  MediaType mediaType() {
    return MediaType.parseMediaType(mediaType);
  }

  abstract Output output(JsonMapper json, OutputStream stream);

  /** Takes the models in turn, the rows of each, then the end. */
  interface Output {
    void begin(Model model);

    void row(Model model, Row row);

    void end(LogHead head);
  }

  private static final class AsObject implements Output {

    private final ObjectWriter rows;
    private final JsonGenerator generator;
    private boolean inArray;

    AsObject(JsonMapper json, OutputStream stream) {
      rows = rowWriter(json);
      generator = rows.createGenerator(stream);
      generator.writeStartObject();
      generator.writeObjectPropertyStart("models");
    }

    @Override
    public void begin(Model model) {
      endArray();
      generator.writeArrayPropertyStart(model.plural());
      inArray = true;
    }

    @Override
    public void row(Model model, Row row) {
      rows.writeValue(generator, row);
    }

    @Override
    public void end(LogHead head) {
      endArray();
      generator.writeEndObject();
      generator.writeNumberProperty("lastSyncId", head.lastId());
      generator.writeStringProperty("epoch", head.epoch().toString());
      generator.writeEndObject();
      generator.flush();
    }

    private void endArray() {
      if (inArray) {
        generator.writeEndArray();
      }
      inArray = false;
    }
  }

  private static final class AsLines implements Output {

    private final ObjectWriter rows;
    private final JsonGenerator generator;
    private long count;

    AsLines(JsonMapper json, OutputStream stream) {
      rows = rowWriter(json).withRootValueSeparator("");
      generator = rows.createGenerator(stream);
    }

    @Override
    public void begin(Model model) {
      // Each line says its model.
    }

    @Override
    public void row(Model model, Row row) {
      generator.writeStartObject();
      generator.writeStringProperty("model", model.name());
      generator.writeName("row");
      rows.writeValue(generator, row);
      generator.writeEndObject();
      generator.writeRaw('\n');
      count++;
    }

    @Override
    public void end(LogHead head) {
      generator.writeStartObject();
      generator.writeNumberProperty("lastSyncId", head.lastId());
      generator.writeStringProperty("epoch", head.epoch().toString());
      generator.writeNumberProperty("rows", count);
      generator.writeEndObject();
      generator.writeRaw('\n');
      generator.flush();
    }
  }

  /** Neither flushes per row nor closes the stream, which would make a broken-off answer look whole. */
  private static ObjectWriter rowWriter(JsonMapper json) {
    return json
      .writer()
      .without(SerializationFeature.FLUSH_AFTER_WRITE_VALUE)
      .without(StreamWriteFeature.AUTO_CLOSE_TARGET)
      .without(StreamWriteFeature.AUTO_CLOSE_CONTENT);
  }
}
