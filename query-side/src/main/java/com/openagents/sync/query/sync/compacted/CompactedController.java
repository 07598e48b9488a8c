package com.openagents.sync.query.sync.compacted;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.query.platform.Cursor;
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

/** {@code GET /sync/compacted}. */
@RestController
class CompactedController {

  private final StreamRequests requests;
  private final ScopeStreams streams;
  private final CompactedDelta delta;

  CompactedController(StreamRequests requests, ScopeStreams streams, CompactedDelta delta) {
    this.requests = requests;
    this.streams = streams;
    this.delta = delta;
  }

  /**
   * What changed in a scope after a cursor, as it is at {@code lastSyncId}: a {@link
   * com.openagents.sync.api.sync.CompactedDeltaResponse} or, with {@code Accept: application/x-ndjson}, a line per row or
   * deleted row and a trailer.
   *
   * @param lastSyncId the cursor: everything up to this id is known
   * @param epoch the log's life that the cursor belongs to
   * @param models comma-separated model names; all when absent
   * @throws Rejected with {@code scope_invalid}, {@code scope_unknown}, {@code forbidden}, {@code invalid_value}, {@code
   *     resync_required} or {@code overloaded}
   */
  @GetMapping(
    path = "/sync/compacted",
    produces = { MediaType.APPLICATION_JSON_VALUE, MediaType.APPLICATION_NDJSON_VALUE }
  )
  void compacted(
    Caller caller,
    @RequestParam String scope,
    @RequestParam long lastSyncId,
    @RequestParam(required = false) @Nullable UUID epoch,
    @RequestParam(required = false) @Nullable String models,
    @RequestHeader HttpHeaders headers,
    ServletWebRequest exchange
  ) throws IOException, InterruptedException {
    StreamRequest request = requests.of(caller, scope, models, headers);
    Cursor cursor = new Cursor(lastSyncId, epoch);
    streams.answer(request, exchange, answer -> delta.write(request, cursor, exchange, answer));
  }
}
