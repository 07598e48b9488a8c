package com.openagents.sync.command.mutation;

import com.openagents.sync.api.RequestBody;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.platform.json.WireJson;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpInputMessage;
import org.springframework.http.converter.HttpMessageConverter;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.servlet.mvc.method.annotation.RequestBodyAdviceAdapter;

/** What holds for every request body: required fields are there, and texts can be stored. */
@ControllerAdvice
class RequestRules extends RequestBodyAdviceAdapter {

  /** A field of a request body; to find out about it takes longer than most of what a call does. */
  private record Field(String name, Method accessor, boolean required) {
    static Field of(RecordComponent component) {
      return new Field(
        WireJson.columnName(component),
        component.getAccessor(),
        !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
      );
    }
  }

  private static final ClassValue<List<Field>> FIELDS = new ClassValue<>() {
    @Override
    protected List<Field> computeValue(Class<?> type) {
      return Arrays.stream(type.getRecordComponents()).map(Field::of).toList();
    }
  };

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
    for (Field field : FIELDS.get(body.getClass())) {
      check(field, value(field, body));
    }
    return body;
  }

  private void check(Field field, @Nullable Object value) {
    if (value == null && field.required()) {
      throw Rejected.field(RejectionCode.INVALID_VALUE, field.name(), "'" + field.name() + "' is missing.");
    }
    if (value instanceof String text) {
      checkText(field.name(), text);
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

  private static @Nullable Object value(Field field, Object body) {
    try {
      return field.accessor().invoke(body);
    } catch (ReflectiveOperationException failure) {
      throw new IllegalStateException("A request body must be a public record: " + body.getClass(), failure);
    }
  }
}
