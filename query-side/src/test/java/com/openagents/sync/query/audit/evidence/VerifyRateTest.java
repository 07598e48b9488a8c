package com.openagents.sync.query.audit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.evidence.PublicKeys;
import com.openagents.sync.platform.testing.SyncSchema;
import com.openagents.sync.platform.testing.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** As many events as an org has after some months of work. */
class VerifyRateTest {

  private static final Logger log = LoggerFactory.getLogger(VerifyRateTest.class);
  private static final int EVENTS = 100_000;
  private static final int EVENTS_PER_HEAD = 1_000;
  private static final int ROUNDS = 3;
  private static final int THREADS = 4;
  private static final int CONNECTIONS = 6;
  private static final int MILLISECONDS_PER_SECOND = 1_000;

  private static final String POSTINGS = """
  INSERT INTO read.postings (id, org_id, agent_id, account_id, payment_id, amount, balance, created_at, updated_at)
  SELECT event_id, org_id, (event ->> 'agentId')::uuid, aggregate_id, (event ->> 'paymentId')::uuid,
    (event ->> 'amount')::bigint, (event ->> 'balance')::bigint, created_at, created_at
  FROM (SELECT *, convert_from(payload, 'UTF8')::jsonb AS event FROM event_store.domain_events) AS events
  WHERE payload_type = 'FundsPosted'
  """;
  private static final String ACCOUNTS = """
  INSERT INTO read.accounts (id, org_id, agent_id, kind, currency, decimals, balance, reserved, created_at,
    updated_at)
  SELECT aggregate_id, org_id, (event ->> 'agentId')::uuid, lower(event ->> 'kind'), event ->> 'currency', 2,
    (SELECT sum(amount) FROM read.postings WHERE account_id = aggregate_id), 0, created_at, created_at
  FROM (SELECT *, convert_from(payload, 'UTF8')::jsonb AS event FROM event_store.domain_events) AS events
  WHERE payload_type = 'AccountOpened'
  """;

  @Test
  @DisplayName("contract 14: 100,000 events that nobody touched verify")
  void untouched(@TempDir Path folder) throws Exception {
    ProvenStore store = ProvenStore.create(ProvenHistory.of(EVENTS), EVENTS_PER_HEAD, folder);
    show(store.database());
    try (HikariDataSource pool = new HikariDataSource()) {
      pool.setJdbcUrl(store.database().jdbcUrl());
      pool.setMaximumPoolSize(CONNECTIONS);
      StoreVerifier verifier = new StoreVerifier(
        pool,
        List.of(store.outside()),
        PublicKeys.read(store.publicKeys()),
        THREADS
      );
      for (int round = 0; round < ROUNDS; round++) {
        List<VerifyProgress> progress = new ArrayList<>();
        Report report = verifier.verify(progress::add);
        assertThat(report.findings()).isEmpty();
        assertThat(report.events()).isEqualTo(store.last());
        assertThat(report.signedUntil()).isEqualTo(EVENTS);
        assertThat(report.accounts()).isEqualTo(2);
        assertThat(report.postings()).isEqualTo(postings(store));
        assertThat(progress).isSortedAccordingTo(Comparator.comparingLong(VerifyProgress::checked));
        assertThat(progress.getLast().checked()).isEqualTo(store.last());
        log.warn(
          "{} events verified in {} ms, {} a second",
          report.events(),
          report.milliseconds(),
          (report.events() * MILLISECONDS_PER_SECOND) / report.milliseconds()
        );
      }
    }
  }

  /** What the events come to, in the read tables; to project them takes longer than all else here. */
  private static void show(TestDatabase database) throws SQLException {
    SyncSchema.make(database);
    try (
      Connection connection = database.dataSource().getConnection();
      Statement statement = connection.createStatement()
    ) {
      statement.execute(POSTINGS);
      statement.execute(ACCOUNTS);
      statement.execute("UPDATE sync.log_head SET position = (SELECT last_index FROM event_store.head)");
    }
  }

  private static long postings(ProvenStore store) {
    return store
      .rows()
      .stream()
      .filter(row -> row.event().payloadType().equals("FundsPosted"))
      .count();
  }
}
