package com.openagents.sync.query.audit;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import org.jspecify.annotations.Nullable;

/**
 * Which part of a history.
 *
 * @param cursor index of the entry before the first one wanted; null from the beginning
 */
record HistoryPage(Order order, @Nullable Long cursor, int entriesMax) {
  enum Order {
    OLDEST,
    NEWEST;

    private static Order of(String word) {
      return switch (word) {
        case "oldest" -> OLDEST;
        case "newest" -> NEWEST;
        default -> throw Rejected.field(
          RejectionCode.INVALID_VALUE,
          "order",
          "'order' must be oldest or newest."
        );
      };
    }
  }

  static HistoryPage of(String order, @Nullable Long cursor, @Nullable Integer limit, AuditLimits limits) {
    if (limit != null && (limit < 1 || limit > limits.entriesMax())) {
      throw Rejected.field(
        RejectionCode.INVALID_VALUE,
        "limit",
        "'limit' must be within 1 and %d.".formatted(limits.entriesMax())
      );
    }
    if (cursor != null && cursor < 0) {
      throw Rejected.field(
        RejectionCode.INVALID_VALUE,
        "cursor",
        "'cursor' must be the nextCursor of a page."
      );
    }
    return new HistoryPage(Order.of(order), cursor, limit == null ? limits.entriesDefault() : limit);
  }

  boolean isOldestFirst() {
    return order == Order.OLDEST;
  }
}
