package com.openagents.sync.query.platform;

import java.time.Duration;
import java.util.function.Supplier;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets several queries see the database as of one moment. */
@Component
public class Snapshot {

  /**
   * Keeps a rebuild from flipping tables while a transaction reads. A snapshot that is older than this lock would find
   * tables whose rows it can't see; so it comes first.
   */
  public static final String PIN = "LOCK TABLE rebuild.gate IN ACCESS SHARE MODE";

  // Said within the transaction, all in one go: the driver would ask for the session's level first and set it back after.
  private static final String BEGIN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; " + PIN;

  /** Rows come in the order of an index. A plan that sorts them, for want of statistics, begins when it has read all. */
  private static final String IN_ORDER = "SET LOCAL enable_sort = off; SET LOCAL transaction_timeout = ";

  private final TransactionTemplate transaction;
  private final JdbcTemplate jdbc;

  Snapshot(PlatformTransactionManager transactions, JdbcTemplate jdbc) {
    transaction = new TransactionTemplate(transactions);
    transaction.setReadOnly(true);
    this.jdbc = jdbc;
  }

  public <T> T read(Supplier<T> queries) {
    return read(BEGIN, queries);
  }

  /** The database itself ends it when time is up, whatever we may be waiting for then. */
  public <T> T read(Duration within, Supplier<T> queries) {
    return read(BEGIN + "; " + IN_ORDER + within.toMillis(), queries);
  }

  private <T> T read(String begin, Supplier<T> queries) {
    return transaction.execute(_ -> {
      jdbc.execute(begin);
      return queries.get();
    });
  }
}
