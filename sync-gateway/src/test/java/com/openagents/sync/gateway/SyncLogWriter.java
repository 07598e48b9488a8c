package com.openagents.sync.gateway;

import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.platform.signal.Signals;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Writes sync events as the projector does: ids dense and in commit order, each naming the one before it. */
final class SyncLogWriter {

  static final String EVENT = """
  INSERT INTO sync.sync_events
    (id, prev_id, scope, model, model_id, action, data, mutation_id, event_id, event_index, created_at)
  VALUES (?, ?, ?, ?, gen_random_uuid(), 'insert', ?::jsonb, 'mutation', gen_random_uuid(), ?, now())
  """;

  private final JdbcClient jdbc;
  private final TransactionTemplate transaction;
  private final Signals signals;
  private Consumer<List<Long>> afterCommit = _ -> {};

  SyncLogWriter(DataSource dataSource, Signals signals) {
    this.jdbc = JdbcClient.create(dataSource);
    this.transaction = new TransactionTemplate(new DataSourceTransactionManager(dataSource));
    this.signals = signals;
    jdbc
      .sql(
        "CREATE TABLE IF NOT EXISTS sync.test_events PARTITION OF sync.sync_events" +
          " FOR VALUES FROM (1) TO (100000000)"
      )
      .update();
  }

  /** @param task gets the ids of each commit, before the signal */
  SyncLogWriter afterCommit(Consumer<List<Long>> task) {
    afterCommit = afterCommit.andThen(task);
    return this;
  }

  /** Makes a scope of an org known, as its first event would. */
  Scope org(UUID org, String createdBy) {
    scope(Scope.org(org), org, createdBy);
    return Scope.org(org);
  }

  Scope agent(UUID agent, UUID org) {
    scope(Scope.agent(agent), org, "");
    return Scope.agent(agent);
  }

  /** @return the new event's id */
  long write(Scope scope, String model, String text) {
    return write(List.of(new Draft(scope, model, text))).getLast();
  }

  /** So many events of one scope, in one commit. */
  List<Long> write(Scope scope, int count) {
    return write(
      IntStream.range(0, count)
        .mapToObj(number -> new Draft(scope, "Message", "text " + number))
        .toList()
    );
  }

  /** @param text goes into the row */
  record Draft(Scope scope, String model, String text) {}

  List<Long> write(List<Draft> drafts) {
    List<Long> ids = Objects.requireNonNull(transaction.execute(_ -> insert(drafts)));
    afterCommit.accept(ids);
    signals.raise(Signals.Topic.EVENTS_PROJECTED);
    return ids;
  }

  void raise() {
    signals.raise(Signals.Topic.EVENTS_PROJECTED);
  }

  JdbcClient jdbc() {
    return jdbc;
  }

  UUID epoch() {
    return jdbc.sql("SELECT epoch FROM sync.log_head").query(UUID.class).single();
  }

  long lastId() {
    return jdbc.sql("SELECT last_id FROM sync.log_head").query(Long.class).single();
  }

  private List<Long> insert(List<Draft> drafts) {
    long last = jdbc.sql("SELECT last_id FROM sync.log_head FOR UPDATE").query(Long.class).single();
    for (Draft draft : drafts) {
      last++;
      insert(last, draft);
    }
    jdbc.sql("UPDATE sync.log_head SET last_id = ?").param(last).update();
    return LongStream.rangeClosed(last - drafts.size() + 1, last)
      .boxed()
      .toList();
  }

  private void insert(long id, Draft draft) {
    String scope = draft.scope().toString();
    long previous = jdbc
      .sql("SELECT last_id FROM sync.scopes WHERE scope = ?")
      .param(scope)
      .query(Long.class)
      .single();
    jdbc
      .sql(EVENT)
      .params(id, previous, scope, draft.model(), "{\"content\":\"" + draft.text() + "\"}", id)
      .update();
    jdbc.sql("UPDATE sync.scopes SET last_id = ? WHERE scope = ?").params(id, scope).update();
  }

  private void scope(Scope scope, UUID org, String createdBy) {
    jdbc
      .sql("INSERT INTO sync.scopes (scope, org_id, created_by, last_id) VALUES (?, ?, NULLIF(?, ''), 0)")
      .params(scope.toString(), org, createdBy)
      .update();
  }
}
