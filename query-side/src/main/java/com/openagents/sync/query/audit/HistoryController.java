package com.openagents.sync.query.audit;

import com.openagents.sync.api.audit.HistoryResponse;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.platform.access.Caller;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /audit/{model}/{id}}. */
@RestController
class HistoryController {

  private final History history;
  private final AuditLimits limits;

  HistoryController(History history, AuditLimits limits) {
    this.history = history;
    this.limits = limits;
  }

  /**
   * What became of one thing, event by event, from what is stored for good: also of what is deleted.
   *
   * @param model its name as in sync events
   * @param order {@code oldest} first, or {@code newest}
   * @param cursor the {@code nextCursor} of the page before
   * @throws Rejected with {@code invalid_value}, {@code not_found} or {@code forbidden}
   */
  @GetMapping(path = "/audit/{model}/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
  ResponseEntity<HistoryResponse> history(
    Caller caller,
    @PathVariable String model,
    @PathVariable UUID id,
    @RequestParam(defaultValue = "oldest") String order,
    @RequestParam(required = false) @Nullable Long cursor,
    @RequestParam(required = false) @Nullable Integer limit
  ) {
    HistoryPage page = HistoryPage.of(order, cursor, limit, limits);
    return ResponseEntity.ok()
      .cacheControl(CacheControl.noStore())
      .body(history.page(caller, model, id, page));
  }
}
