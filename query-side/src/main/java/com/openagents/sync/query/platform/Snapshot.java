package com.openagents.sync.query.platform;

import java.util.function.Supplier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets several queries see the database as of one moment. */
@Component
public class Snapshot {

  private final TransactionTemplate transaction;

  Snapshot(PlatformTransactionManager transactions) {
    transaction = new TransactionTemplate(transactions);
    transaction.setIsolationLevel(TransactionDefinition.ISOLATION_REPEATABLE_READ);
    transaction.setReadOnly(true);
  }

  public <T> T read(Supplier<T> queries) {
    return transaction.execute(_ -> queries.get());
  }
}
