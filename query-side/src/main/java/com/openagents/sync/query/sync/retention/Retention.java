package com.openagents.sync.query.sync.retention;

import com.openagents.sync.platform.database.SessionConnections;
import java.sql.SQLException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.stereotype.Component;

/** Drops what the log need not keep any longer. */
@Component
class Retention {

  private final SessionConnections connections;
  private final RetentionSettings settings;
  private final Set<RetentionSession> sessions = ConcurrentHashMap.newKeySet();
  private final LongAdder dropped = new LongAdder();

  Retention(SessionConnections connections, RetentionSettings settings) {
    this.connections = connections;
    this.settings = settings;
  }

  /** Does all that is to be done now, unless another node is at it; returns how many partitions it dropped. */
  int look() {
    try (RetentionSession session = new RetentionSession(connections, settings)) {
      sessions.add(session);
      try {
        int number = session.lock() ? new RetentionRound(session, settings).run() : 0;
        dropped.add(number);
        session.unlock();
        return number;
      } finally {
        sessions.remove(session);
      }
    } catch (SQLException away) {
      throw new DataAccessResourceFailureException("The database can't be reached", away);
    }
  }

  /** Breaks off what is under way; the next look goes on from there. */
  void cancel() {
    sessions.forEach(RetentionSession::cancel);
  }

  /** Partitions, since the start. */
  long dropped() {
    return dropped.sum();
  }
}
