package com.openagents.sync.platform.problem;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import java.io.IOException;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ErrorReportValve;
import org.apache.coyote.AbstractProtocol;

/** What the server itself refuses, such as a path that can't be decoded, in the same form as all other errors. */
final class ProblemValve extends ErrorReportValve {

  private final Problems problems;

  ProblemValve(Problems problems) {
    this.problems = problems;
  }

  @Override
  protected void report(Request request, Response response, Throwable failure) {
    if (response.getStatus() < 400 || response.getContentWritten() > 0 || !response.setErrorReported()) {
      return;
    }
    try {
      problems.write(request, response, rejection(request, response.getStatus()));
      response.finishResponse();
    } catch (IOException | IllegalStateException clientIsGone) {
      // Nobody is left to tell.
    }
  }

  private static Rejected rejection(Request request, int status) {
    boolean applicationIsAway = request.getContext() == null && status == 404;
    if (applicationIsAway || status == 503 || isStopping(request)) {
      return new Rejected(RejectionCode.UNAVAILABLE, "The server is stopping. Try again.");
    }
    return status < 500
      ? new Rejected(
          RejectionCode.INVALID_VALUE,
          "The request can't be understood: check its path and headers."
        )
      : new Rejected(RejectionCode.INTERNAL, "Something broke here; it is in the log. Try again.");
  }

  /** Of a request that comes in then not even the headers are read, and so it seems to lack one. */
  private static boolean isStopping(Request request) {
    return (
      request.getConnector().getProtocolHandler() instanceof AbstractProtocol<?> protocol &&
      protocol.isPaused()
    );
  }
}
