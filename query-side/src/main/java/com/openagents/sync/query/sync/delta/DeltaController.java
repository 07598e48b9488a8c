package com.openagents.sync.query.sync.delta;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.access.Caller;
import com.openagents.sync.platform.access.ScopeAccess;
import com.openagents.sync.platform.synclog.LogHead;
import com.openagents.sync.platform.synclog.SyncLog;
import com.openagents.sync.query.platform.Cursor;
import com.openagents.sync.query.platform.Snapshot;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /sync/delta}. */
@RestController
class DeltaController {

  private final ScopeAccess access;
  private final Snapshot snapshot;
  private final SyncLog syncLog;
  private final DeltaLimits limits;

  DeltaController(ScopeAccess access, Snapshot snapshot, SyncLog syncLog, DeltaLimits limits) {
    this.access = access;
    this.snapshot = snapshot;
    this.syncLog = syncLog;
    this.limits = limits;
  }

  /**
   * The events of a scope after a cursor, oldest first: a {@link com.openagents.sync.api.sync.DeltaResponse}.
   *
   * @param lastSyncId the cursor: everything up to this id is known
   * @param limit the most events to answer with
   * @param epoch the log's life that the cursor belongs to
   * @throws Rejected with {@code scope_invalid}, {@code scope_unknown}, {@code forbidden}, {@code invalid_value} or
   *     {@code resync_required}
   */
  @GetMapping(path = "/sync/delta", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<byte[]> delta(
    Caller caller,
    @RequestParam String scope,
    @RequestParam long lastSyncId,
    @RequestParam(required = false) @Nullable Integer limit,
    @RequestParam(required = false) @Nullable UUID epoch
  ) {
    Scope wanted = Scope.parse(scope);
    access.require(caller, wanted);
    Cursor cursor = new Cursor(lastSyncId, epoch);
    int eventsMax = eventsMax(limit);
    String answer = snapshot.read(() -> {
      syncLog.pin();
      LogHead head = syncLog.head();
      head.requireReach(cursor.lastSyncId(), cursor.epoch());
      DeltaPage page = new DeltaPage(eventsMax, limits.sizeMax().toBytes());
      syncLog.ofScope(wanted, cursor.lastSyncId(), head.lastId(), page);
      return page.toJson(head);
    });
    return ResponseEntity.ok()
      .cacheControl(CacheControl.noStore())
      .contentType(MediaType.APPLICATION_JSON)
      .body(answer.getBytes(StandardCharsets.UTF_8));
  }

  private int eventsMax(@Nullable Integer limit) {
    if (limit == null) {
      return limits.eventsDefault();
    }
    if (limit < 1 || limit > limits.eventsMax()) {
      throw Rejected.field(
        RejectionCode.INVALID_VALUE,
        "limit",
        "'limit' must be within 1 and %d.".formatted(limits.eventsMax())
      );
    }
    return limit;
  }
}
