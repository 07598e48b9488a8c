package com.openagents.sync.platform.access;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.platform.problem.Problems;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.HttpHeaders;
import org.springframework.security.access.AccessDeniedException;
import org.springframework.security.authentication.InsufficientAuthenticationException;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.AuthenticationEntryPoint;
import org.springframework.security.web.access.AccessDeniedHandler;
import org.springframework.stereotype.Component;

/** Says why a token does not do. */
@Component
class AccessProblems implements AuthenticationEntryPoint, AccessDeniedHandler {

  private final Problems problems;

  AccessProblems(Problems problems) {
    this.problems = problems;
  }

  @Override
  public void commence(
    HttpServletRequest request,
    HttpServletResponse response,
    AuthenticationException failure
  ) throws IOException {
    response.setHeader(HttpHeaders.WWW_AUTHENTICATE, "Bearer");
    problems.write(request, response, rejection(failure));
  }

  @Override
  public void handle(HttpServletRequest request, HttpServletResponse response, AccessDeniedException failure)
    throws IOException {
    problems.write(
      request,
      response,
      new Rejected(RejectionCode.FORBIDDEN, "The token does not allow this.")
    );
  }

  private static Rejected rejection(AuthenticationException failure) {
    if (TokenExpiry.isExpired(failure.getCause())) {
      return new Rejected(RejectionCode.TOKEN_EXPIRED, "The token has expired. Get a fresh one.");
    }
    return failure instanceof InsufficientAuthenticationException
      ? new Rejected(
          RejectionCode.UNAUTHENTICATED,
          "Send a token in the Authorization header: Bearer <token>."
        )
      : new Rejected(RejectionCode.UNAUTHENTICATED, "The token is not valid here. Get a fresh one.");
  }
}
