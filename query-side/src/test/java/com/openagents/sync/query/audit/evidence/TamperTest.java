package com.openagents.sync.query.audit.evidence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.platform.evidence.Chain;
import com.openagents.sync.platform.evidence.HeadFile;
import com.openagents.sync.platform.evidence.PublicKeys;
import com.openagents.sync.platform.testing.TestDatabase;
import com.openagents.sync.query.audit.evidence.Finding.Kind;
import com.openagents.sync.query.testing.RunningQuerySide;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** Somebody who may do everything to the database does one thing to it; nobody else is asked what it was. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TamperTest {

  private static final int EVENTS = 60;
  private static final int EVENTS_PER_HEAD = 10;
  private static final int THREADS = 2;
  private static final long EVENT = 27;
  private static final long POSTED = 13;

  private ProvenStore store;

  /** What is done to the database, and what must be found. */
  record Tampering(String name, Deed deed, Kind kind, long index, Whose eventId) {
    @Override
    public String toString() {
      return name;
    }
  }

  /** Done by a superuser whom no trigger stops. */
  interface Deed {
    void on(Connection database) throws SQLException;
  }

  /** Whose id is named. */
  enum Whose {
    /** Of the event that was first there. */
    ORIGINAL,
    /** Of another one. */
    ANY,
  }

  @BeforeAll
  void project(@TempDir Path folder) {
    store = ProvenStore.create(ProvenHistory.of(EVENTS), EVENTS_PER_HEAD, folder);
    try (RunningQuerySide app = RunningQuerySide.on(store.database())) {
      JdbcTemplate jdbc = app.bean(JdbcTemplate.class);
      await()
        .atMost(Duration.ofMinutes(1))
        .until(
          () -> jdbc.queryForObject("SELECT position FROM sync.log_head", Long.class),
          position -> position == store.last()
        );
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

  @ParameterizedTest
  @MethodSource({ "changes", "removals", "additions", "orders", "money", "heads" })
  @DisplayName("contract 14: each way to tamper with the store is found, and named")
  void tamperedWith(Tampering it) throws Exception {
    TestDatabase copy = store.database().copy();
    try (Connection connection = copy.dataSource().getConnection()) {
      execute(connection, "SET session_replication_role = replica");
      it.deed().on(connection);
    }
    Report report = verify(copy);
    assertThat(report.ok()).isFalse();
    Finding first = report.findings().getFirst();
    assertThat(first.kind()).as(first.toString()).isEqualTo(it.kind());
    assertThat(it.index()).as(first.toString()).isBetween(first.globalIndex(), first.untilIndex());
    if (it.eventId() == Whose.ORIGINAL) {
      assertThat(first.eventId()).as(first.toString()).isEqualTo(store.at(it.index()).event().eventId());
    }
  }

  private Stream<Tampering> changes() {
    return Stream.of(
      "event_id = gen_random_uuid()",
      "aggregate_type = aggregate_type || ' '",
      "aggregate_id = gen_random_uuid()",
      "sequence_number = sequence_number + 1",
      "org_id = gen_random_uuid()",
      "payload_type = 'MessageEdited'",
      "payload_revision = '2'",
      "payload = set_bit(payload, 70, 1 - get_bit(payload, 70))",
      "metadata = convert_to(replace(convert_from(metadata, 'UTF8'), 'alice', 'mallory'), 'UTF8')",
      "created_at = created_at + interval '1 microsecond'",
      "hash = sha256(hash)"
    ).map(change ->
      new Tampering(
        change,
        sql("UPDATE %s SET " + change + " WHERE global_index = " + EVENT),
        Kind.CHANGED,
        EVENT,
        Whose.ORIGINAL
      )
    );
  }

  private Stream<Tampering> removals() {
    String delete = "DELETE FROM %s WHERE global_index = " + EVENT;
    String close =
      "; UPDATE %s SET global_index = -global_index + 1 WHERE global_index > " +
      EVENT +
      "; UPDATE %s SET global_index = -global_index WHERE global_index < 0";
    String cut = "DELETE FROM %s WHERE global_index > 45";
    String moveHead =
      "; UPDATE event_store.head SET (last_index, last_hash) = (SELECT global_index, hash FROM %s ORDER BY 1 DESC LIMIT 1)";
    String forget = "; DELETE FROM event_store.signed_heads WHERE global_index > 45";
    return Stream.of(
      new Tampering("removed", sql(delete), Kind.MISSING, EVENT, Whose.ORIGINAL),
      new Tampering(
        "removed and closed up",
        sql(delete + close + moveHead),
        Kind.MISSING,
        EVENT,
        Whose.ORIGINAL
      ),
      new Tampering(
        "removed, closed up, all hashes made anew",
        rechained(delete + close + moveHead, EVENT),
        Kind.MISSING,
        EVENT,
        Whose.ORIGINAL
      ),
      new Tampering(
        "removed, hashes behind made anew",
        rechained(delete, EVENT),
        Kind.MISSING,
        EVENT,
        Whose.ORIGINAL
      ),
      new Tampering("cut off", sql(cut), Kind.TRUNCATED, 46, Whose.ORIGINAL),
      new Tampering("cut off with the head", sql(cut + moveHead), Kind.TRUNCATED, 46, Whose.ORIGINAL),
      new Tampering(
        "cut off with all signed heads",
        sql(cut + moveHead + forget),
        Kind.TRUNCATED,
        46,
        Whose.ORIGINAL
      ),
      new Tampering(
        "cut off with all that the database remembers",
        sql(
          cut +
            moveHead +
            forget +
            "; DELETE FROM sync.sync_events WHERE event_index > 45; UPDATE sync.log_head SET position = 45" +
            "; DELETE FROM event_store.mutations WHERE last_index > 45"
        ),
        Kind.TRUNCATED,
        46,
        Whose.ANY
      ),
      new Tampering(
        "emptied",
        sql(
          "TRUNCATE %s; UPDATE event_store.head SET last_index = 0, last_hash = decode(repeat('00', 32), 'hex')"
        ),
        Kind.TRUNCATED,
        1,
        Whose.ORIGINAL
      )
    );
  }

  private Stream<Tampering> additions() {
    String open =
      "UPDATE %s SET global_index = -global_index - 1 WHERE global_index >= " +
      EVENT +
      "; UPDATE %s SET global_index = -global_index WHERE global_index < 0; ";
    String add =
      "INSERT INTO %s SELECT " +
      EVENT +
      ", gen_random_uuid(), aggregate_type, gen_random_uuid(), 0," +
      " payload_type, payload_revision, payload, metadata, created_at, org_id, hash FROM %s WHERE global_index = 5";
    String behind =
      "INSERT INTO %s SELECT last_index + 1, gen_random_uuid(), aggregate_type, gen_random_uuid(), 0," +
      " payload_type, payload_revision, payload, metadata, created_at, org_id, hash FROM %s, event_store.head WHERE global_index = 5";
    String moveHead = "; UPDATE event_store.head SET last_index = last_index + 1";
    return Stream.of(
      new Tampering("added among others", sql(open + add + moveHead), Kind.ADDED, EVENT, Whose.ANY),
      new Tampering(
        "added among others, all hashes made anew",
        rechained(open + add + moveHead, EVENT),
        Kind.ADDED,
        EVENT,
        Whose.ANY
      ),
      new Tampering("added behind the last", sql(behind), Kind.ADDED, store.last() + 1, Whose.ANY),
      new Tampering(
        "added behind the last, with the head",
        sql(behind + moveHead),
        Kind.ADDED,
        store.last() + 1,
        Whose.ANY
      ),
      new Tampering(
        "added before the first",
        sql(behind.replace("last_index + 1", "0")),
        Kind.ADDED,
        0,
        Whose.ANY
      )
    );
  }

  private Stream<Tampering> orders() {
    return Stream.of(
      new Tampering(
        "neighbours exchanged",
        sql(exchange(EVENT, EVENT + 1)),
        Kind.REORDERED,
        EVENT,
        Whose.ORIGINAL
      ),
      new Tampering("exchanged", sql(exchange(EVENT, 41)), Kind.REORDERED, EVENT, Whose.ORIGINAL),
      new Tampering(
        "exchanged, all hashes made anew",
        rechained(exchange(EVENT, 41), EVENT),
        Kind.REORDERED,
        EVENT,
        Whose.ORIGINAL
      ),
      new Tampering(
        "neighbours exchanged, all hashes made anew",
        rechained(exchange(EVENT, EVENT + 1), EVENT),
        Kind.REORDERED,
        EVENT,
        Whose.ORIGINAL
      ),
      new Tampering(
        "moved to the end",
        sql("UPDATE %s SET global_index = 1000 WHERE global_index = " + EVENT),
        Kind.REORDERED,
        EVENT,
        Whose.ORIGINAL
      )
    );
  }

  private static String exchange(long one, long other) {
    return (
      "UPDATE %s SET global_index = -1 WHERE global_index = " +
      one +
      "; UPDATE %s SET global_index = " +
      one +
      " WHERE global_index = " +
      other +
      "; UPDATE %s SET global_index = " +
      other +
      " WHERE global_index = -1"
    );
  }

  private Stream<Tampering> money() {
    String posting = " WHERE id = '" + store.at(POSTED).event().eventId() + "'";
    String account = "UPDATE read.accounts SET %s WHERE kind = 'agent'";
    long last = lastMoneyEvent();
    return Stream.of(
      new Tampering(
        "a balance",
        sql(account.formatted("balance = balance + 1")),
        Kind.BALANCE_DIFFERS,
        last,
        Whose.ORIGINAL
      ),
      new Tampering(
        "what is reserved",
        sql(account.formatted("reserved = 1")),
        Kind.BALANCE_DIFFERS,
        last,
        Whose.ORIGINAL
      ),
      new Tampering(
        "an account is gone",
        sql("DELETE FROM read.accounts WHERE kind = 'agent'"),
        Kind.BALANCE_DIFFERS,
        last,
        Whose.ORIGINAL
      ),
      new Tampering(
        "a posting's amount",
        sql("UPDATE read.postings SET amount = amount + 1" + posting),
        Kind.BALANCE_DIFFERS,
        POSTED,
        Whose.ORIGINAL
      ),
      new Tampering(
        "a posting is gone",
        sql("DELETE FROM read.postings" + posting),
        Kind.BALANCE_DIFFERS,
        POSTED,
        Whose.ORIGINAL
      ),
      new Tampering(
        "a posting too many",
        sql(
          "INSERT INTO read.postings SELECT gen_random_uuid(), org_id, agent_id, account_id, payment_id, amount, balance, created_at, updated_at FROM read.postings LIMIT 1"
        ),
        Kind.BALANCE_DIFFERS,
        0,
        Whose.ANY
      )
    );
  }

  private long lastMoneyEvent() {
    return store
      .rows()
      .stream()
      .filter(row -> row.event().payloadType().equals("FundsPosted"))
      .mapToLong(StoredRow::index)
      .max()
      .orElseThrow();
  }

  private Stream<Tampering> heads() {
    String changed =
      "UPDATE %s SET payload = convert_to(replace(convert_from(payload, 'UTF8'), 'something', 'anything'), 'UTF8') WHERE global_index = " +
      EVENT;
    String forge =
      "; UPDATE event_store.signed_heads SET hash = domain_events.hash FROM %s WHERE domain_events.global_index = signed_heads.global_index";
    return Stream.of(
      new Tampering("changed with its hash", rehashed(changed, EVENT), Kind.CHANGED, EVENT + 1, Whose.ANY),
      new Tampering(
        "changed, all hashes made anew",
        rechained(changed, EVENT),
        Kind.CHANGED,
        EVENT,
        Whose.ANY
      ),
      new Tampering(
        "changed, all hashes and signed heads made anew",
        rechainedThen(changed, EVENT, forge),
        Kind.CHANGED,
        EVENT,
        Whose.ANY
      ),
      new Tampering(
        "changed, signed heads removed",
        rechainedThen(changed, EVENT, "; TRUNCATE event_store.signed_heads"),
        Kind.CHANGED,
        EVENT,
        Whose.ANY
      ),
      new Tampering(
        "a signed head",
        sql("UPDATE event_store.signed_heads SET hash = sha256(hash) WHERE global_index = 30"),
        Kind.SIGNED_HEAD_INVALID,
        30,
        Whose.ANY
      ),
      new Tampering(
        "the newest signed head is gone",
        sql("DELETE FROM event_store.signed_heads WHERE global_index > 50"),
        Kind.SIGNED_HEAD_INVALID,
        60,
        Whose.ANY
      ),
      new Tampering(
        "the head's hash",
        sql("UPDATE event_store.head SET last_hash = sha256(last_hash)"),
        Kind.CHANGED,
        store.last(),
        Whose.ANY
      ),
      new Tampering(
        "the head's number",
        sql("UPDATE event_store.head SET last_index = last_index + 1"),
        Kind.TRUNCATED,
        store.last() + 1,
        Whose.ANY
      )
    );
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

  private static Deed sql(String script) {
    return connection -> execute(connection, script);
  }

  private static Deed rehashed(String script, long index) {
    return connection -> {
      execute(connection, script);
      rehash(connection, index, index);
    };
  }

  private static Deed rechained(String script, long from) {
    return rechainedThen(script, from, "");
  }

  /** By somebody who knows how the hashes are made. */
  private static Deed rechainedThen(String script, long from, String then) {
    return connection -> {
      execute(connection, script);
      rehash(connection, from, Long.MAX_VALUE);
      execute(
        connection,
        "UPDATE event_store.head SET (last_index, last_hash) = (SELECT global_index, hash FROM %s ORDER BY 1 DESC LIMIT 1)" +
          then
      );
    };
  }

  private static void rehash(Connection connection, long from, long until) throws SQLException {
    StoredEvents events = new StoredEvents(connection);
    byte[][] hash = { events.before(from - 1).hash() };
    try (
      PreparedStatement update = connection.prepareStatement(
        "UPDATE event_store.domain_events SET hash = ? WHERE global_index = ?"
      )
    ) {
      events.each(from - 1, until, row -> {
        hash[0] = Chain.link(hash[0], Chain.leaf(row.event()));
        update.setBytes(1, hash[0]);
        update.setLong(2, row.index());
        update.addBatch();
        return true;
      });
      update.executeBatch();
    }
  }

  private static void execute(Connection connection, String script) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(script.replace("%s", "event_store.domain_events"));
    }
  }
}
