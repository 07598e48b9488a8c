package com.openagents.sync.platform.problem;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.converter.HttpMessageNotReadableException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

/** Says what of a JSON text could not be read: its syntax, a field that nobody knows, or a value of the wrong type. */
public final class UnreadableBody {

  /** What the parser adds about a source that it does not show. */
  private static final Pattern SOURCE = Pattern.compile(" \\(start marker at .*");

  private UnreadableBody() {}

  static Rejected rejection(HttpMessageNotReadableException unreadable) {
    Throwable cause = unreadable.getCause();
    if (cause instanceof JacksonException json) {
      // What a request's own rules refused while it was read comes wrapped.
      return json.getCause() instanceof Rejected rejected ? rejected : rejection(json);
    }
    return new Rejected(RejectionCode.MALFORMED_JSON, "Send a JSON object as the body.");
  }

  public static Rejected rejection(JacksonException failure) {
    return switch (failure) {
      case UnrecognizedPropertyException unknown -> Rejected.field(
        RejectionCode.UNKNOWN_FIELD,
        unknown.getPropertyName(),
        "There is no field '%s' here; known are %s.".formatted(
          unknown.getPropertyName(),
          unknown.getKnownPropertyIds()
        )
      );
      case MismatchedInputException mismatch when !mismatch.getPath().isEmpty() -> {
        String field = path(mismatch.getPath());
        yield Rejected.field(
          RejectionCode.INVALID_VALUE,
          field,
          "'%s' must be a %s.".formatted(field, typeName(mismatch.getTargetType()))
        );
      }
      case MismatchedInputException _ -> new Rejected(
        RejectionCode.MALFORMED_JSON,
        "Send a JSON object, nothing else."
      );
      case StreamReadException syntax -> new Rejected(
        RejectionCode.MALFORMED_JSON,
        "This is not valid JSON: %s (line %d, column %d).".formatted(
          SOURCE.matcher(syntax.getOriginalMessage()).replaceFirst(""),
          syntax.getLocation().getLineNr(),
          syntax.getLocation().getColumnNr()
        )
      );
      default -> new Rejected(
        RejectionCode.MALFORMED_JSON,
        "This JSON can't be read: " + failure.getOriginalMessage()
      );
    };
  }

  private static String path(List<JacksonException.Reference> path) {
    return path
      .stream()
      .map(reference ->
        reference.getPropertyName() == null ? "[" + reference.getIndex() + "]" : reference.getPropertyName()
      )
      .collect(Collectors.joining("."));
  }

  static String typeName(@Nullable Class<?> type) {
    if (type == null) {
      return "valid value";
    }
    if (type == UUID.class) {
      return "UUID";
    }
    if (type.isEnum()) {
      return "value of " + List.of(type.getEnumConstants()).toString().toLowerCase(Locale.ROOT);
    }
    if (type == long.class || type == Long.class || type == int.class || type == Integer.class) {
      return "whole number";
    }
    return type.getSimpleName().toLowerCase(Locale.ROOT);
  }
}
