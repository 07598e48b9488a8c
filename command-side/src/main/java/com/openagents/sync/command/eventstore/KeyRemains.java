package com.openagents.sync.command.eventstore;

import com.openagents.sync.platform.database.Remains;
import com.openagents.sync.platform.database.SessionConnections;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Takes what is left of destroyed keys out of the files of their table, which is small. Until then they are there,
 * wrapped by the master key, for whoever has both. Any node may do it, and it goes on after a crash.
 */
@Component
class KeyRemains {

  private static final Logger log = LoggerFactory.getLogger(KeyRemains.class);
  private static final String TABLE = "event_store.subject_keys";
  private static final String LEFT =
    "SELECT key_id FROM event_store.subject_keys WHERE destroyed_at IS NOT NULL AND gone_at IS NULL";
  private static final String GONE =
    "UPDATE event_store.subject_keys SET gone_at = clock_timestamp() WHERE key_id = ANY (?)";

  /** Transactions that ran when these keys were first seen destroyed. */
  private record Pending(Set<UUID> keys, Set<String> transactions) {}

  private final SessionConnections connections;
  private final JdbcClient pool;
  private final EventStoreLimits limits;
  private Pending pending = new Pending(Set.of(), Set.of());

  KeyRemains(SessionConnections connections, JdbcClient pool, EventStoreLimits limits) {
    this.connections = connections;
    this.pool = pool;
    this.limits = limits;
  }

  @Scheduled(fixedDelayString = "${agentsync.event-store.key-remains-looks-every:1s}")
  void look() {
    try {
      Set<UUID> left = Set.copyOf(
        pool
          .sql(LEFT)
          .query((row, _) -> row.getObject(1, UUID.class))
          .list()
      );
      if (!left.isEmpty()) {
        remove(left);
      }
    } catch (DataAccessException | SQLException notNow) {
      log.debug("What is left of destroyed keys can't be removed now", notNow);
    }
  }

  private void remove(Set<UUID> left) throws SQLException {
    try (Connection connection = connections.open()) {
      JdbcClient session = JdbcClient.create(new SingleConnectionDataSource(connection, true));
      Remains remains = new Remains(session);
      if (!pending.keys().equals(left)) {
        pending = new Pending(left, remains.transactions());
      }
      if (remains.stillRunning(pending.transactions()) == 0) {
        remains.rewrite(TABLE, limits.headWaitMax().dividedBy(2));
        session
          .sql(GONE)
          .param(left.toArray(UUID[]::new))
          .update();
      }
    }
  }
}
