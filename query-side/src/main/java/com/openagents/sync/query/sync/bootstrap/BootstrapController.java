package com.openagents.sync.query.sync.bootstrap;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.access.ScopeAccess;
import com.openagents.sync.query.platform.Catalogue;
import java.io.IOException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.context.request.ServletWebRequest;

/** {@code GET /sync/bootstrap}. */
@RestController
class BootstrapController {

  private final ScopeAccess access;
  private final Catalogue catalogue;
  private final BootstrapStream stream;
  private final BootstrapLimits limits;
  private final Semaphore streams;

  BootstrapController(
    ScopeAccess access,
    Catalogue catalogue,
    BootstrapStream stream,
    BootstrapLimits limits
  ) {
    this.access = access;
    this.catalogue = catalogue;
    this.stream = stream;
    this.limits = limits;
    this.streams = new Semaphore(limits.streamsAtOnceMax(), true);
  }

  /**
   * The exact state of a scope at {@code lastSyncId}, rows of each model oldest first, as one JSON object or, with
   * {@code Accept: application/x-ndjson}, a row per line and a trailer. Revalidates by {@code ETag}.
   *
   * @param models comma-separated model names; all when absent
   * @throws Rejected with {@code scope_invalid}, {@code scope_unknown}, {@code forbidden}, {@code invalid_value} or
   *     {@code overloaded}
   */
  @GetMapping(
    path = "/sync/bootstrap",
    produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_NDJSON_VALUE }
  )
  void bootstrap(
    Caller caller,
    @RequestParam String scope,
    @RequestParam(required = false) @Nullable String models,
    @RequestHeader HttpHeaders headers,
    ServletWebRequest exchange
  ) throws IOException, InterruptedException {
    Scope wanted = Scope.parse(scope);
    access.require(caller, wanted);
    BootstrapRequest request = new BootstrapRequest(
      wanted,
      BootstrapRequest.models(catalogue, models),
      BootstrapRequest.form(headers.getAccept())
    );
    if (!streams.tryAcquire(limits.waitForStreamMax().toMillis(), TimeUnit.MILLISECONDS)) {
      throw new Rejected(RejectionCode.OVERLOADED, "Too many bootstraps run at once. Try again.");
    }
    try {
      stream.answer(request, exchange);
    } finally {
      streams.release();
    }
  }
}
