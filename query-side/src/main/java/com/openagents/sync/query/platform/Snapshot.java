package com.openagents.sync.query.platform;

import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets several queries see the database as of one moment. */
@Component
public class Snapshot {

  /**
   * Keeps a rebuild from flipping tables while a transaction reads. A snapshot that is older than this lock would find
   * tables whose rows it can't see; so it comes first.
   */
  public static final String PIN = "LOCK TABLE rebuild.gate IN ACCESS SHARE MODE";

  private final TransactionTemplate transaction;
  private final JdbcTemplate jdbc;

  Snapshot(PlatformTransactionManager transactions, JdbcTemplate jdbc) {
    transaction = new TransactionTemplate(transactions);
    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    transaction.setReadOnly(true);
    this.jdbc = jdbc;
  }

  public <T> T read(Supplier<T> queries) {
    return transaction.execute(_ -> {
      jdbc.execute(PIN);
      return queries.get();
    });
  }

  /** The database itself ends it when time is up, whatever we may be waiting for then. */
  public <T> T read(Duration within, Supplier<T> queries) {
    return read(() -> {
      jdbc.execute("SET LOCAL transaction_timeout = " + within.toMillis());
      return queries.get();
    });
  }
}
