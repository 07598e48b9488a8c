package com.openagents.sync.command.evidence;

import com.openagents.sync.platform.evidence.SignedHead;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The chain as the database holds it, and the heads that were signed of it. */
@Component
class SignedHeadTable {

  private static final long LOCK = 0x6167_656e_7473_7968L; // any number that nobody else takes
  private static final String HEADS =
    "SELECT global_index, hash, signed_at, key_id, signature FROM event_store.signed_heads ";

  /** The chain up to an event. */
  @SuppressWarnings("ArrayRecordComponent") // nobody compares or changes it
  record Place(long globalIndex, byte[] hash) {}

  private final JdbcClient jdbc;

  SignedHeadTable(JdbcClient jdbc) {
    this.jdbc = jdbc;
  }

  /** Whether this transaction is the only one that signs until it ends. */
  boolean tryLock() {
    return jdbc.sql("SELECT pg_try_advisory_xact_lock(?)").param(LOCK).query(Boolean.class).single();
  }

  Place head() {
    return jdbc
      .sql("SELECT last_index, last_hash FROM event_store.head")
      .query(SignedHeadTable::place)
      .single();
  }

  /** Those of these places that there are, in their order. */
  List<Place> at(List<Long> indexes) {
    return jdbc
      .sql(
        """
        SELECT global_index, hash FROM event_store.domain_events
        WHERE global_index = ANY (?) ORDER BY global_index
        """
      )
      .param(indexes.toArray(Long[]::new))
      .query(SignedHeadTable::place)
      .list();
  }

  Optional<SignedHead> last() {
    return jdbc
      .sql(HEADS + "ORDER BY global_index DESC LIMIT 1")
      .query(SignedHeadTable::signedHead)
      .optional();
  }

  List<SignedHead> after(long index, int headsMax) {
    return jdbc
      .sql(HEADS + "WHERE global_index > ? ORDER BY global_index LIMIT ?")
      .params(index, headsMax)
      .query(SignedHeadTable::signedHead)
      .list();
  }

  void add(SignedHead head) {
    jdbc
      .sql("INSERT INTO event_store.signed_heads VALUES (?, ?, ?, ?, ?)")
      .params(
        head.globalIndex(),
        head.hash(),
        head.signedAt().atOffset(ZoneOffset.UTC),
        head.keyId(),
        head.signature()
      )
      .update();
  }

  /** Whether the role by which the application works could change what is stored. */
  boolean isChangeable() {
    return jdbc
      .sql("SELECT has_table_privilege('event_store.domain_events', 'UPDATE')")
      .query(Boolean.class)
      .single();
  }

  private static Place place(ResultSet row, int number) throws SQLException {
    return new Place(row.getLong(1), row.getBytes(2));
  }

  private static SignedHead signedHead(ResultSet row, int number) throws SQLException {
    return new SignedHead(
      row.getLong(1),
      row.getBytes(2),
      row.getObject(3, OffsetDateTime.class).toInstant(),
      row.getString(4),
      row.getBytes(5)
    );
  }
}
