package com.openagents.sync.platform.problem;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

/** What fails before it reaches a controller, in the same form as all other errors. */
@Controller
class UnroutedErrors implements ErrorController {

  private final Problems problems;

  UnroutedErrors(Problems problems) {
    this.problems = problems;
  }

  @RequestMapping("${server.error.path:/error}")
  void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
    problems.write(
      request,
      response,
      rejection(status instanceof Integer number ? number : HttpServletResponse.SC_NOT_FOUND)
    );
  }

  private static Rejected rejection(int status) {
    if (status >= HttpServletResponse.SC_INTERNAL_SERVER_ERROR) {
      return new Rejected(RejectionCode.INTERNAL, "Something broke here; it is in the log. Try again.");
    }
    return status == HttpServletResponse.SC_NOT_FOUND
      ? new Rejected(RejectionCode.ROUTE_UNKNOWN, "Nothing answers there.")
      : new Rejected(RejectionCode.INVALID_VALUE, "The request can't be understood.");
  }
}
