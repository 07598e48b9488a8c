package com.openagents.sync.query.stream;

import com.openagents.sync.api.Row;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.query.platform.Model;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** The two forms that rows can be had in. Both end in a way that no broken-off stream can. */
public enum StreamForm {
  /** One object: {@code {"models":{"Messages":[…],…},"deleted":{…},"lastSyncId":n,"epoch":"…"}}. */
  JSON(MediaType.APPLICATION_JSON_VALUE) {
    @Override
    RowOutput output(JsonMapper json, OutputStream stream) {
      return new AsObject(json, stream);
    }
  },
  /**
   * A line per row, {@code {"model":"Message","row":{…}}}, or deleted one, {@code {"model":"Message","deleted":"…"}}; the
   * last line: {@code {"lastSyncId":n,"epoch":"…","rows":n,"deleted":n}}.
   */
  LINES(MediaType.APPLICATION_NDJSON_VALUE) {
    @Override
    RowOutput output(JsonMapper json, OutputStream stream) {
      return new AsLines(json, stream);
    }
  };

  private final String mediaType;

  StreamForm(String mediaType) {
    this.mediaType = mediaType;
  }

  MediaType mediaType() {
    return MediaType.parseMediaType(mediaType);
  }

  abstract RowOutput output(JsonMapper json, OutputStream stream);

  /** Lines only for those who ask for lines. */
  public static StreamForm of(List<MediaType> accepted) {
    return quality(accepted, LINES) > quality(accepted, JSON) ? LINES : JSON;
  }

  private static double quality(List<MediaType> accepted, StreamForm form) {
    return accepted
      .stream()
      .filter(type -> type.isWildcardType() ? form == JSON : type.includes(form.mediaType()))
      .mapToDouble(MediaType::getQualityValue)
      .max()
      .orElse(0);
  }

  private static final class AsObject implements RowOutput {

    private final ObjectWriter rows;
    private final JsonGenerator generator;
    private @Nullable String section;
    private boolean inArray;

    AsObject(JsonMapper json, OutputStream stream) {
      rows = rowWriter(json);
      generator = rows.createGenerator(stream);
      generator.writeStartObject();
    }

    @Override
    public void begin(Model model) {
      beginArray("models", model);
    }

    @Override
    public void row(Model model, Row row) {
      rows.writeValue(generator, row);
    }

    @Override
    public void beginDeleted(Model model) {
      beginArray("deleted", model);
    }

    @Override
    public void deleted(Model model, UUID id) {
      generator.writeString(id.toString());
    }

    @Override
    public void end(LogHead head) {
      endSection();
      generator.writeNumberProperty("lastSyncId", head.lastId());
      generator.writeStringProperty("epoch", head.epoch().toString());
      generator.writeEndObject();
      generator.flush();
    }

    private void beginArray(String inSection, Model model) {
      if (inSection.equals(section)) {
        endArray();
      } else {
        endSection();
        generator.writeObjectPropertyStart(inSection);
        section = inSection;
      }
      generator.writeArrayPropertyStart(model.plural());
      inArray = true;
    }

    private void endSection() {
      endArray();
      if (section != null) {
        generator.writeEndObject();
      }
    }

    private void endArray() {
      if (inArray) {
        generator.writeEndArray();
      }
      inArray = false;
    }
  }

  private static final class AsLines implements RowOutput {

    private final ObjectWriter rows;
    private final JsonGenerator generator;
    private boolean tellsDeleted;
    private long rowCount;
    private long deletedCount;

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
      endLine();
      rowCount++;
    }

    @Override
    public void beginDeleted(Model model) {
      tellsDeleted = true;
    }

    @Override
    public void deleted(Model model, UUID id) {
      generator.writeStartObject();
      generator.writeStringProperty("model", model.name());
      generator.writeStringProperty("deleted", id.toString());
      endLine();
      deletedCount++;
    }

    @Override
    public void end(LogHead head) {
      generator.writeStartObject();
      generator.writeNumberProperty("lastSyncId", head.lastId());
      generator.writeStringProperty("epoch", head.epoch().toString());
      generator.writeNumberProperty("rows", rowCount);
      if (tellsDeleted) {
        generator.writeNumberProperty("deleted", deletedCount);
      }
      endLine();
      generator.flush();
    }

    private void endLine() {
      generator.writeEndObject();
      generator.writeRaw('\n');
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
