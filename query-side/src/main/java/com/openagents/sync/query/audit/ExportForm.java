package com.openagents.sync.query.audit;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import tools.jackson.databind.json.JsonMapper;

/** The two forms that an export can be had in. */
enum ExportForm {
  JSONL("jsonl", MediaType.APPLICATION_NDJSON_VALUE) {
    @Override
    ExportOutput output(JsonMapper json, ExportSink sink) {
      return new ExportLines(json, sink);
    }
  },
  CSV("csv", "text/csv;charset=utf-8;header=present") {
    @Override
    ExportOutput output(JsonMapper json, ExportSink sink) {
      return new ExportTable(json, sink);
    }
  };

  private final String word;
  private final String mediaType;

  ExportForm(String word, String mediaType) {
    this.word = word;
    this.mediaType = mediaType;
  }

  /** As in the call, and behind the dot of a file's name. */
  String word() {
    return word;
  }

  String mediaType() {
    return mediaType;
  }

  abstract ExportOutput output(JsonMapper json, ExportSink sink);

  /** What the call says, else what its sender accepts. */
  static ExportForm of(@Nullable String format, List<MediaType> accepted)
    throws HttpMediaTypeNotAcceptableException {
    if (format != null) {
      return named(format).orElseThrow(() ->
        Rejected.field(RejectionCode.INVALID_VALUE, "format", "'format' must be csv or jsonl.")
      );
    }
    if (accepted.isEmpty()) {
      return JSONL;
    }
    double lines = quality(accepted, JSONL);
    double table = quality(accepted, CSV);
    if (lines == 0 && table == 0) {
      throw new HttpMediaTypeNotAcceptableException(
        List.of(MediaType.APPLICATION_NDJSON, MediaType.parseMediaType("text/csv"))
      );
    }
    return table > lines ? CSV : JSONL;
  }

  private static Optional<ExportForm> named(String format) {
    return List.of(values())
      .stream()
      .filter(form -> form.word.equals(format))
      .findFirst();
  }

  private static double quality(List<MediaType> accepted, ExportForm form) {
    return accepted
      .stream()
      .filter(type -> type.includes(MediaType.parseMediaType(form.mediaType)))
      .mapToDouble(MediaType::getQualityValue)
      .max()
      .orElse(0);
  }
}
