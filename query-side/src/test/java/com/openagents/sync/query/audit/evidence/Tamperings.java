package com.openagents.sync.query.audit.evidence;

import static com.openagents.sync.query.audit.evidence.Tampering.rechained;
import static com.openagents.sync.query.audit.evidence.Tampering.rechainedThen;
import static com.openagents.sync.query.audit.evidence.Tampering.rehashed;
import static com.openagents.sync.query.audit.evidence.Tampering.sql;

import com.openagents.sync.query.audit.evidence.Finding.Kind;
import com.openagents.sync.query.audit.evidence.Tampering.Whose;
import java.util.stream.Stream;

/** Everything that somebody may do to a store of sixty events, in SQL where {@code %s} is the events' table. */
record Tamperings(ProvenStore store) {
  private static final long EVENT = 27;

  Stream<Tampering> all() {
    return Stream.of(
      changes(),
      removals(),
      additions(),
      orders(),
      new MoneyTamperings(store).all(),
      heads()
    ).flatMap(each -> each);
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
}
