package com.openagents.sync.query.sync.erasure;

import com.openagents.sync.platform.database.Remains;
import com.openagents.sync.query.sync.erasure.ErasureState.Done;
import com.openagents.sync.query.sync.erasure.ErasureState.Waiting;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What one node does while it has the lock: redact, wait until nobody can see what was there before, rewrite. Each step
 * may be repeated, and is noted once it is done.
 */
final class ErasureRound {

  private static final String LOCK_NOT_AVAILABLE = "55P03";
  private static final String TO_REWRITE = "SELECT name, marked_at FROM sync.tables_to_rewrite ORDER BY name";
  private static final String REWRITTEN =
    "DELETE FROM sync.tables_to_rewrite WHERE name = ? AND marked_at = ?";
  private static final String TO_FINISH =
    "SELECT event_index FROM sync.erasures WHERE state = 'rewriting' ORDER BY event_index";
  private static final String FINISH = """
  UPDATE sync.erasures SET state = 'done', done_at = clock_timestamp() WHERE event_index = ANY (?)
  """;

  private record Marked(String table, OffsetDateTime at) {}

  /** Transactions that ran when all of this was redacted. */
  private record Seen(List<Long> erasures, Set<String> transactions) {}

  private final LogRedaction redaction;
  private final ErasureSettings settings;
  private @Nullable Seen seen;

  ErasureRound(LogRedaction redaction, ErasureSettings settings) {
    this.redaction = redaction;
    this.settings = settings;
  }

  /**
   * @param session without a transaction
   * @param redacted is told when older events were redacted
   */
  ErasureState run(JdbcClient session, Runnable redacted) {
    if (redaction.run(session) > 0) {
      redacted.run();
    }
    List<Long> erasures = session
      .sql(TO_FINISH)
      .query((row, _) -> row.getLong(1))
      .list();
    if (erasures.isEmpty()) {
      return new Done();
    }
    Remains remains = new Remains(session);
    Seen before = seen;
    if (before == null || !before.erasures().equals(erasures)) {
      before = new Seen(erasures, remains.transactions());
      seen = before;
    }
    int running = remains.stillRunning(before.transactions());
    if (running > 0) {
      return new Waiting(running + " transactions still see what was erased; files are rewritten after them");
    }
    return rewrite(session, remains, erasures);
  }

  private ErasureState rewrite(JdbcClient session, Remains remains, List<Long> erasures) {
    List<Marked> marked = session
      .sql(TO_REWRITE)
      .query((row, _) -> new Marked(row.getString(1), row.getObject(2, OffsetDateTime.class)))
      .list();
    for (Marked one : marked) {
      try {
        remains.rewrite(one.table(), settings.lockWaitMax());
      } catch (DataAccessException inUse) {
        if (isLocked(inUse)) {
          return new Waiting(one.table() + " is in use; it is rewritten at the next look");
        }
        throw inUse;
      }
      session.sql(REWRITTEN).params(one.table(), one.at()).update();
    }
    session
      .sql(FINISH)
      .param(erasures.toArray(Long[]::new))
      .update();
    return new Done();
  }

  private static boolean isLocked(DataAccessException failure) {
    return (
      NestedExceptionUtils.getMostSpecificCause(failure) instanceof SQLException sql &&
      LOCK_NOT_AVAILABLE.equals(sql.getSQLState())
    );
  }
}
