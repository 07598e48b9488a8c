package com.openagents.sync.query.audit;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.access.ScopeAccess;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /audit/export}. */
@RestController
class ExportController {

  private final ScopeAccess access;
  private final Exports exports;

  ExportController(ScopeAccess access, Exports exports) {
    this.access = access;
    this.exports = exports;
  }

  /**
   * Every domain event of a scope, oldest first, with what it changed to.
   *
   * @param format {@code jsonl} or {@code csv}; else {@code Accept} says which
   * @param after only events behind this global index, to go on where another export broke off
   * @throws Rejected with {@code scope_invalid}, {@code scope_unknown}, {@code forbidden}, {@code invalid_value} or
   *     {@code overloaded}
   */
  @GetMapping("/audit/export")
  void export(
    Caller caller,
    @RequestParam String scope,
    @RequestParam(required = false) @Nullable String format,
    @RequestParam(defaultValue = "0") long after,
    @RequestHeader HttpHeaders headers,
    HttpServletRequest request,
    HttpServletResponse response
  ) throws IOException, InterruptedException, HttpMediaTypeNotAcceptableException {
    Scope wanted = Scope.parse(scope);
    access.require(caller, wanted);
    ExportRequest export = new ExportRequest(wanted, ExportForm.of(format, headers.getAccept()), after);
    long through = exports.head();
    if (after < 0 || after > through) {
      throw Rejected.field(
        RejectionCode.INVALID_VALUE,
        "after",
        "'after' must be within 0 and %d, the last event.".formatted(through)
      );
    }
    if (HttpMethod.HEAD.matches(request.getMethod())) {
      exports.describe(export, through, response);
    } else {
      exports.write(export, through, response);
    }
  }
}
