package com.openagents.sync.query.stream;

import com.openagents.sync.api.Row;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.query.platform.Model;
import java.io.OutputStream;
import java.util.List;
import java.util.UUID;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/** The two forms that rows can be had in. Both end in a way that no broken-off stream can. */
public enum StreamForm {
  /** One object: {@code {"models":{"Messages":[…],…},"deleted":{…},"lastSyncId":n,"epoch":"…"}}. */
  JSON(MediaType.APPLICATION_JSON_VALUE) {
    @Override
    public RowOutput output(JsonMapper json, OutputStream stream) {
      return new AsObject(json, stream);
    }
  },
  /**
   * A line per row, {@code {"model":"Message","row":{…}}}, or deleted one, {@code {"model":"Message","deleted":"…"}}; the
   * last line: {@code {"lastSyncId":n,"epoch":"…","rows":n,"deleted":n}}.
   */
  LINES(MediaType.APPLICATION_NDJSON_VALUE) {
    @Override
    public RowOutput output(JsonMapper json, OutputStream stream) {
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

  public abstract RowOutput output(JsonMapper json, OutputStream stream);

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

    private final JsonMapper json;
    private final JsonBytes out;
    private String section = "";
    private boolean inArray;
    private boolean isFirst;

    AsObject(JsonMapper json, OutputStream stream) {
      this.json = json;
      out = new JsonBytes(stream);
      out.raw("{");
    }

    @Override
    public void begin(Model model) {
      beginArray("models", model);
    }

    @Override
    public void row(Model model, Row row) {
      separate();
      out.raw(json.writeValueAsBytes(row));
    }

    @Override
    public void stored(Model model, StoredRow row) {
      separate();
      row.writeTo(out);
    }

    @Override
    public void beginDeleted(Model model) {
      beginArray("deleted", model);
    }

    @Override
    public void deleted(Model model, UUID id) {
      separate();
      out.raw("\"").raw(id.toString()).raw("\"");
    }

    @Override
    public void end(LogHead head) {
      endSection();
      out.raw("\"lastSyncId\":").raw(Long.toString(head.lastId()));
      out.raw(",\"epoch\":\"").raw(head.epoch().toString()).raw("\"}");
      out.flush();
    }

    private void beginArray(String inSection, Model model) {
      if (section.equals(inSection)) {
        out.raw("],\"");
      } else {
        endSection();
        out.raw("\"").raw(inSection).raw("\":{\"");
        section = inSection;
      }
      out.raw(model.plural()).raw("\":[");
      inArray = true;
      isFirst = true;
    }

    private void separate() {
      if (!isFirst) {
        out.raw(",");
      }
      isFirst = false;
    }

    private void endSection() {
      if (inArray) {
        out.raw("]},");
      }
      inArray = false;
    }
  }

  private static final class AsLines implements RowOutput {

    private final JsonMapper json;
    private final JsonBytes out;
    private boolean tellsDeleted;
    private long rowCount;
    private long deletedCount;

    AsLines(JsonMapper json, OutputStream stream) {
      this.json = json;
      out = new JsonBytes(stream);
    }

    @Override
    public void begin(Model model) {
      // Each line says its model.
    }

    @Override
    public void row(Model model, Row row) {
      beginLine(model, "row");
      out.raw(json.writeValueAsBytes(row)).raw("}\n");
      rowCount++;
    }

    @Override
    public void stored(Model model, StoredRow row) {
      beginLine(model, "row");
      row.writeTo(out);
      out.raw("}\n");
      rowCount++;
    }

    @Override
    public void beginDeleted(Model model) {
      tellsDeleted = true;
    }

    @Override
    public void deleted(Model model, UUID id) {
      beginLine(model, "deleted");
      out.raw("\"").raw(id.toString()).raw("\"}\n");
      deletedCount++;
    }

    @Override
    public void end(LogHead head) {
      out.raw("{\"lastSyncId\":").raw(Long.toString(head.lastId()));
      out.raw(",\"epoch\":\"").raw(head.epoch().toString());
      out.raw("\",\"rows\":").raw(Long.toString(rowCount));
      if (tellsDeleted) {
        out.raw(",\"deleted\":").raw(Long.toString(deletedCount));
      }
      out.raw("}\n").flush();
    }

    private void beginLine(Model model, String what) {
      out.raw("{\"model\":\"").raw(model.name()).raw("\",\"").raw(what).raw("\":");
    }
  }
}
