package com.openagents.sync.query.audit.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.evidence.HeadFile;
import com.openagents.sync.platform.evidence.PublicKeys;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.audit.evidence.Finding.Kind;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Somebody who may do everything to the database does one thing to it; nobody else is asked what it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TamperTest {

  private static final int EVENTS = 60;
  private static final int EVENTS_PER_HEAD = 10;
  private static final int THREADS = 2;

  private ProvenStore store;

  @BeforeAll
  void project(@TempDir Path folder) {
    store = ProvenStore.create(ProvenHistory.of(EVENTS), EVENTS_PER_HEAD, folder);
    try (RunningQuerySide app = RunningQuerySide.on(store.database())) {
      store.awaitProjected(app);
    }
  }

  @Test
  @DisplayName("contract 14: a store that nobody touched verifies")
  void untouched() throws Exception {
    Report report = verify(store.database().copy());
    assertThat(report.findings()).isEmpty();
    assertThat(report.ok()).isTrue();
    assertThat(report.events()).isEqualTo(store.last());
    assertThat(report.outsideUntil()).isEqualTo(report.signedUntil()).isPositive();
    assertThat(report.accounts()).isEqualTo(2);
    assertThat(report.postings()).isPositive();
  }

  private Stream<Tampering> tamperings() {
    return new Tamperings(store).all();
  }

  @ParameterizedTest
  @MethodSource("tamperings")
  @DisplayName("contract 14: each way to tamper with the store is found, and named")
  void tamperedWith(Tampering it) throws Exception {
    TestDatabase copy = store.database().copy();
    try (Connection connection = copy.dataSource().getConnection()) {
      Tampering.sql("SET session_replication_role = replica").on(connection);
      it.deed().on(connection);
    }
    Report report = verify(copy);
    assertThat(report.ok()).isFalse();
    Finding first = report.findings().getFirst();
    assertThat(first.kind()).as(first.toString()).isEqualTo(it.kind());
    assertThat(it.index()).as(first.toString()).isBetween(first.globalIndex(), first.untilIndex());
    if (it.eventId() == Tampering.Whose.ORIGINAL) {
      assertThat(first.eventId()).as(first.toString()).isEqualTo(store.at(it.index()).event().eventId());
    }
  }

  @Test
  @DisplayName("contract 14: heads outside that were cut off are no reason to call the store changed")
  void lessOutside(@TempDir Path folder) throws Exception {
    Path shorter = folder.resolve("heads.jsonl");
    Files.write(shorter, Files.readAllLines(store.outside().path()).subList(0, 2));
    Report report = verifier(store.database().copy(), List.of(new HeadFile(shorter))).verify(_ -> {});
    assertThat(report.findings()).isEmpty();
    assertThat(report.outsideUntil()).isEqualTo(2 * EVENTS_PER_HEAD);
  }

  @Test
  @DisplayName("contract 14: a head outside that was changed is named")
  void changedOutside(@TempDir Path folder) throws Exception {
    Path changed = folder.resolve("heads.jsonl");
    List<String> lines = Files.readAllLines(store.outside().path());
    Files.write(
      changed,
      lines
        .stream()
        .map(line -> line.replace("\"globalIndex\":20", "\"globalIndex\":21"))
        .toList()
    );
    Finding found = verifier(store.database().copy(), List.of(new HeadFile(changed)))
      .verify(_ -> {})
      .findings()
      .getFirst();
    assertThat(found.kind()).isEqualTo(Kind.SIGNED_HEAD_INVALID);
    assertThat(found.globalIndex()).isEqualTo(21);
  }

  private Report verify(TestDatabase database) throws Exception {
    return verifier(database, List.of(store.outside())).verify(_ -> {});
  }

  private StoreVerifier verifier(TestDatabase database, List<HeadFile> outside) {
    return new StoreVerifier(database.dataSource(), outside, PublicKeys.read(store.publicKeys()), THREADS);
  }
}
