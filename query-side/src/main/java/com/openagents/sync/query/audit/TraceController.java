package com.openagents.sync.query.audit;

import com.openagents.sync.api.audit.TraceResponse;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.platform.access.Caller;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /audit/trace}. */
@RestController
class TraceController {

  private final Trace trace;

  TraceController(Trace trace) {
    this.trace = trace;
  }

  /**
   * What came of one mutation: its command, the domain events, the sync events; also of one that changed nothing.
   *
   * @throws Rejected with {@code not_found} or {@code forbidden}
   */
  @GetMapping(path = "/audit/trace/{mutationId}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<TraceResponse> trace(Caller caller, @PathVariable String mutationId) {
    return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(trace.of(caller, mutationId));
  }

  /** The same, for ids with characters that a path can't carry. */
  @GetMapping(path = "/audit/trace", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<TraceResponse> traceAny(Caller caller, @RequestParam String mutationId) {
    return trace(caller, mutationId);
  }
}
