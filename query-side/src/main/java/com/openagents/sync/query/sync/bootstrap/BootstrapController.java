package com.openagents.sync.query.sync.bootstrap;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.query.stream.ScopeStreams;
import com.openagents.sync.query.stream.StreamRequest;
import com.openagents.sync.query.stream.StreamRequests;
import java.io.IOException;
import java.util.UUID;
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

  private final StreamRequests requests;
  private final ScopeStreams streams;
  private final SharedBootstraps shared;
  private final PastState past;

  BootstrapController(
    StreamRequests requests,
    ScopeStreams streams,
    SharedBootstraps shared,
    PastState past
  ) {
    this.requests = requests;
    this.streams = streams;
    this.shared = shared;
    this.past = past;
  }

  /**
   * The exact state of a scope at {@code lastSyncId}, rows of each model oldest first, as one JSON object or, with
   * {@code Accept: application/x-ndjson}, a row per line and a trailer. Revalidates by {@code ETag}.
   *
   * @param models comma-separated model names; all when absent
   * @param asOf a sync id or an ISO time: the state as it was then
   * @param epoch with {@code asOf}: the log's life that the sync id belongs to
   * @throws Rejected with {@code scope_invalid}, {@code scope_unknown}, {@code forbidden}, {@code invalid_value}, {@code
   *     gone}, {@code resync_required} or {@code overloaded}
   */
  @GetMapping(
    path = "/sync/bootstrap",
    produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_NDJSON_VALUE }
  )
  void bootstrap(
    Caller caller,
    @RequestParam String scope,
    @RequestParam(required = false) @Nullable String models,
    @RequestParam(required = false) @Nullable String asOf,
    @RequestParam(required = false) @Nullable UUID epoch,
    @RequestHeader HttpHeaders headers,
    ServletWebRequest exchange
  ) throws IOException, InterruptedException {
    StreamRequest request = requests.of(caller, scope, models, headers);
    if (asOf == null) {
      shared.answer(request, exchange);
    } else {
      PastPoint point = PastPoint.parse(asOf);
      streams.answer(request, exchange, answer -> past.write(request, point, epoch, exchange, answer));
    }
  }
}
