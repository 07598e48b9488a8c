package com.openagents.sync.api.rejection;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An error over HTTP, after RFC 9457.
 *
 * @param detail what is wrong and what to do
 * @param retryable whether the very same request may succeed later
 * @param field the request's field that was refused, by its name on the wire
 * @param reason with {@code resync_required}: why
 * @param next with {@code resync_required}: the next rung
 * @param oldestSyncId with {@code gone} for a point in the past: the oldest one that can be had
 * @param oldestTime the time of that point
 */
public record Problem(
  String type,
  String title,
  int status,
  String detail,
  String instance,
  RejectionCode code,
  boolean retryable,
  @Nullable String field,
  @Nullable ResyncReason reason,
  @Nullable ResyncRung next,
  @Nullable Long oldestSyncId,
  @Nullable Instant oldestTime
) {}
