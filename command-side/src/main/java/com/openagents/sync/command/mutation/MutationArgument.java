package com.openagents.sync.command.mutation;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.platform.access.Caller;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;

/** Gives controllers their {@link Mutation} as an argument, read from the request's headers. */
@Component
class MutationArgument implements HandlerMethodArgumentResolver, WebMvcConfigurer {

  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";
  private static final String MUTATION_ID = "Mutation-Id";
  private static final String CORRELATION_ID = "X-Correlation-Id";
  private static final Pattern ID = Pattern.compile("[\\x21-\\x7e]{1,200}");
  private static final Pattern QUOTED = Pattern.compile("\"(.*)\"");

  @Override
  public void addArgumentResolvers(List<HandlerMethodArgumentResolver> resolvers) {
    resolvers.add(this);
  }

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType() == Mutation.class;
  }

  @Override
  public Object resolveArgument(
    MethodParameter parameter,
    @Nullable ModelAndViewContainer container,
    NativeWebRequest web,
    @Nullable WebDataBinderFactory binders
  ) {
    HttpServletRequest request = Objects.requireNonNull(web.getNativeRequest(HttpServletRequest.class));
    Caller caller = Caller.current();
    String key = id(request, IDEMPOTENCY_KEY);
    String mutationId = key == null ? Ids.next().toString() : key;
    // With refusals too: after one whose outcome is not known the caller repeats the mutation by it.
    Objects.requireNonNull(web.getNativeResponse(HttpServletResponse.class)).setHeader(
      MUTATION_ID,
      mutationId
    );
    String correlationId = id(request, CORRELATION_ID);
    return new Mutation(
      caller,
      mutationId,
      correlationId == null ? mutationId : correlationId,
      request.getMethod() + " " + request.getRequestURI(),
      prefersAsync(request)
    );
  }

  private static @Nullable String id(HttpServletRequest request, String header) {
    String value = request.getHeader(header);
    if (value == null) {
      return null;
    }
    Matcher quoted = QUOTED.matcher(value);
    String bare = quoted.matches() ? quoted.group(1) : value;
    if (!ID.matcher(bare).matches()) {
      throw Rejected.field(
        RejectionCode.INVALID_VALUE,
        header,
        header + " must be 1 to 200 visible ASCII characters without spaces."
      );
    }
    return bare;
  }

  private static boolean prefersAsync(HttpServletRequest request) {
    return Collections.list(request.getHeaders("Prefer"))
      .stream()
      .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains("respond-async"));
  }
}
