package com.openagents.sync.query.audit.evidence;

import static com.openagents.sync.query.audit.evidence.Tampering.sql;

import com.openagents.sync.query.audit.evidence.Finding.Kind;
import com.openagents.sync.query.audit.evidence.Tampering.Whose;
import java.util.stream.Stream;

/** What somebody may do to the money that everybody sees. */
record MoneyTamperings(ProvenStore store) {
  private static final long POSTED = 13;

  Stream<Tampering> all() {
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
}
