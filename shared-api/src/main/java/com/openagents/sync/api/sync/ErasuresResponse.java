package com.openagents.sync.api.sync;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What {@code GET /admin/erasure} answers: how far erasures have come, the newest first. */
public record ErasuresResponse(List<Erasure> erasures) {
  /**
   * @param state redacting: older sync events still hold some of it; rewriting: only files of the database do; done
   * @param doneAt when nothing was left of it but what the operations manual names
   */
  public record Erasure(
    UUID orgId,
    String subject,
    Instant erasedAt,
    State state,
    @Nullable Instant doneAt
  ) {}

  public enum State {
    REDACTING,
    REWRITING,
    DONE,
  }
}
