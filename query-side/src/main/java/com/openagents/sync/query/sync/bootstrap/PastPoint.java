package com.openagents.sync.query.sync.bootstrap;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.regex.Pattern;

/** A moment of the past, as a call names it. */
sealed interface PastPoint {
  /** Once everything up to this id was there. */
  record AtSyncId(long id) implements PastPoint {}

  record AtTime(Instant time) implements PastPoint {}

  Pattern SYNC_ID = Pattern.compile("\\d{1,18}");
  int YEAR_MAX = 9999;

  /** @throws Rejected with {@code invalid_value} */
  static PastPoint parse(String text) {
    if (SYNC_ID.matcher(text).matches()) {
      return new AtSyncId(Long.parseLong(text));
    }
    try {
      OffsetDateTime time = OffsetDateTime.parse(text);
      if (time.getYear() >= 0 && time.getYear() <= YEAR_MAX) {
        return new AtTime(time.toInstant());
      }
    } catch (DateTimeException notATime) {
      // Falls through to the refusal.
    }
    throw Rejected.field(
      RejectionCode.INVALID_VALUE,
      "asOf",
      "'asOf' must be a sync id, such as 1042, or a time, such as 2026-01-31T12:00:00.123456Z."
    );
  }
}
