package com.openagents.sync.query.sync.bootstrap;

import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.api.rejection.ResyncReason;
import com.openagents.sync.api.rejection.ResyncRung;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.json.WireTime;
import com.openagents.sync.platform.synclog.LogHead;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Finds the sync id that a moment of the past stands for. */
@Component
class PastPoints {

  private final JdbcClient jdbc;

  PastPoints(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /**
   * The sync id at which a scope was as it is asked for.
   *
   * @throws Rejected with {@code invalid_value} for what is not past yet, {@code gone} for what the log no longer reaches
   *     back to, or {@code resync_required} for another life of the log
   */
  long syncId(PastPoint point, Scope scope, LogHead head, @Nullable UUID epoch) {
    if (epoch != null && !epoch.equals(head.epoch())) {
      throw Rejected.resync(
        ResyncReason.EPOCH,
        ResyncRung.BOOTSTRAP,
        "The log began anew since; its ids mean other points now."
      );
    }
    return switch (point) {
      case PastPoint.AtSyncId at -> known(at.id(), head);
      case PastPoint.AtTime at -> at(at.time(), scope, head);
    };
  }

  private long known(long id, LogHead head) {
    if (id > head.lastId()) {
      throw Rejected.field(
        RejectionCode.INVALID_VALUE,
        "asOf",
        "The log ends at %d; %d is ahead of it.".formatted(head.lastId(), id)
      );
    }
    if (id < head.firstId() - 1) {
      throw gone(head);
    }
    return id;
  }

  /** The last id before anything that happened later: what is projected late was not to be seen then. */
  private long at(Instant time, Scope scope, LogHead head) {
    if (time.isAfter(time("SELECT clock_timestamp()"))) {
      throw Rejected.field(RejectionCode.INVALID_VALUE, "asOf", "'asOf' lies in the future.");
    }
    if (head.firstId() > 1 && time.isBefore(timeOfFirst(head))) {
      throw gone(head);
    }
    return jdbc
      .sql("SELECT id - 1 FROM sync.sync_events WHERE scope = ? AND created_at > ? ORDER BY id LIMIT 1")
      .params(scope.toString(), time.atOffset(ZoneOffset.UTC))
      .query(Long.class)
      .optional()
      .orElse(head.lastId());
  }

  private Rejected gone(LogHead head) {
    Instant oldest = timeOfFirst(head);
    return Rejected.pastGone(
      head.firstId() - 1,
      oldest,
      "The log reaches back to sync id %d, %s. That is the oldest point that can be had.".formatted(
        head.firstId() - 1,
        WireTime.text(oldest)
      )
    );
  }

  private Instant timeOfFirst(LogHead head) {
    // A life of the log that has no events yet begins now.
    return time(
      "SELECT coalesce((SELECT created_at FROM sync.sync_events WHERE id = %d), clock_timestamp())".formatted(
        head.firstId()
      )
    );
  }

  private Instant time(String sql) {
    return jdbc
      .sql(sql)
      .query((row, _) -> row.getObject(1, OffsetDateTime.class).toInstant())
      .single();
  }
}
