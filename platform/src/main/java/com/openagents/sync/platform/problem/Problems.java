package com.openagents.sync.platform.problem;

import com.openagents.sync.api.rejection.Problem;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.rejection.ResyncReason;
import com.openagents.sync.api.rejection.ResyncRung;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Instant;
import java.util.Locale;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Turns refusals into problem details. */
@Component
public class Problems {

  private static final String RETRY_AFTER_SECONDS = "1";

  private final JsonMapper json;

  Problems(JsonMapper json) {
    this.json = json;
  }

  /** For filters, which run outside of controllers. */
  public void write(HttpServletRequest request, HttpServletResponse response, Rejected rejected)
    throws IOException {
    response.setStatus(rejected.code().httpStatus());
    if (rejected.code().retryable()) {
      response.setHeader(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    response.getOutputStream().write(json.writeValueAsBytes(problem(request, rejected)));
  }

  ResponseEntity<Problem> answer(HttpServletRequest request, Rejected rejected) {
    var answer = ResponseEntity.status(rejected.code().httpStatus()).contentType(
      MediaType.APPLICATION_PROBLEM_JSON
    );
    if (rejected.code().retryable()) {
      answer.header(HttpHeaders.RETRY_AFTER, RETRY_AFTER_SECONDS);
    }
    return answer.body(problem(request, rejected));
  }

  private static Problem problem(HttpServletRequest request, Rejected rejected) {
    RejectionCode code = rejected.code();
    return new Problem(
      "about:blank",
      title(code),
      code.httpStatus(),
      String.valueOf(rejected.getMessage()),
      instance(request),
      code,
      code.retryable(),
      (String) rejected.properties().get("field"),
      (ResyncReason) rejected.properties().get("reason"),
      (ResyncRung) rejected.properties().get("next"),
      (Long) rejected.properties().get("oldestSyncId"),
      (Instant) rejected.properties().get("oldestTime")
    );
  }

  /** The path that was asked for, also where the server has come to its error page. */
  private static String instance(HttpServletRequest request) {
    return request.getAttribute(RequestDispatcher.ERROR_REQUEST_URI) instanceof String asked
      ? asked
      : request.getRequestURI();
  }

  private static String title(RejectionCode code) {
    String words = code.name().replace('_', ' ').toLowerCase(Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
