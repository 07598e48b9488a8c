package com.openagents.sync.query.audit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.evidence.PublicKeys;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.ArrayList;
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

  @Test
  @DisplayName("contract 14: 100,000 events that nobody touched verify")
  void untouched(@TempDir Path folder) throws Exception {
    ProvenStore store = ProvenStore.create(ProvenHistory.of(EVENTS), EVENTS_PER_HEAD, folder);
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
        log.warn(
          "{} events verified in {} ms, {} a second",
          report.events(),
          report.milliseconds(),
          (report.events() * MILLISECONDS_PER_SECOND) / report.milliseconds()
        );
      }
    }
  }
}
