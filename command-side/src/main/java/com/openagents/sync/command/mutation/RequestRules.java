package com.openagents.sync.command.mutation;

import com.openagents.sync.api.RequestBody;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.platform.json.WireJson;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** What holds for every request body: required fields are there, and texts can be stored. */
@ControllerAdvice
class RequestRules extends RequestBodyAdviceAdapter {

  private final MutationLimits limits;

  RequestRules(MutationLimits limits) {
    this.limits = limits;
  }

  @Override
  public boolean supports(
    MethodParameter parameter,
    Type type,
    Class<? extends HttpMessageConverter<?>> converter
  ) {
    return RequestBody.class.isAssignableFrom(parameter.getParameterType());
  }

  @Override
  public Object afterBodyRead(
    @Nullable Object body,
    HttpInputMessage message,
    MethodParameter parameter,
    Type type,
    Class<? extends HttpMessageConverter<?>> converter
  ) {
    if (body == null) {
      throw new Rejected(RejectionCode.MALFORMED_JSON, "Send a JSON object as the body.");
    }
    for (RecordComponent component : body.getClass().getRecordComponents()) {
      check(WireJson.columnName(component), value(component, body), component);
    }
    return body;
  }

  private void check(String field, @Nullable Object value, RecordComponent component) {
    if (value == null && !component.getAnnotatedType().isAnnotationPresent(Nullable.class)) {
      throw Rejected.field(RejectionCode.INVALID_VALUE, field, "'" + field + "' is missing.");
    }
    if (value instanceof String text) {
      checkText(field, text);
    }
  }

  private void checkText(String field, String text) {
    if (text.length() > limits.textCharactersMax()) {
      throw Rejected.field(
        RejectionCode.TEXT_TOO_LONG,
        field,
        "'%s' has %d characters; at most %d are taken.".formatted(
          field,
          text.length(),
          limits.textCharactersMax()
        )
      );
    }
    for (int index = 0; index < text.length(); index++) {
      char character = text.charAt(index);
      if (character == 0) {
        throw notStorable(field, "a NUL character", index);
      }
      if (isPair(text, index)) {
        index++;
      } else if (Character.isSurrogate(character)) {
        throw notStorable(field, "half of a surrogate pair", index);
      }
    }
  }

  private static boolean isPair(String text, int index) {
    return index + 1 < text.length() && Character.isSurrogatePair(text.charAt(index), text.charAt(index + 1));
  }

  private static Rejected notStorable(String field, String what, int index) {
    return Rejected.field(
      RejectionCode.TEXT_NOT_STORABLE,
      field,
      "'%s' holds %s at position %d, which can't be stored. Replace it.".formatted(field, what, index)
    );
  }

  private static @Nullable Object value(RecordComponent component, Object body) {
    try {
      return component.getAccessor().invoke(body);
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException("A request body must be a public record: " + body.getClass(), failure);
    }
  }
}
