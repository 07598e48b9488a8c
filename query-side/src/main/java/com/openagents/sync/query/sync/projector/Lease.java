package com.openagents.sync.query.sync.projector;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.UUID;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Who projects. Kept in the log's head by the database's clock alone. It only decides who tries: what keeps an old
 * holder from writing is the fence in {@link LogHeadLock}, whatever its clock says and however long it slept.
 */
@Component
class Lease {

  private static final String IS_FREE =
    "SELECT lease_holder = ? OR lease_until < clock_timestamp() OR lease_holder IS NULL FROM sync.log_head";
  private static final String TAKE = """
  UPDATE sync.log_head
  SET lease_holder = ?, lease_term = lease_term + 1,
    lease_until = clock_timestamp() + ? * interval '1 millisecond'
  WHERE lease_holder = ? OR lease_until < clock_timestamp() OR lease_holder IS NULL
  RETURNING lease_term
  """;
  private static final String RENEW = """
  UPDATE sync.log_head SET lease_until = clock_timestamp() + ? * interval '1 millisecond'
  WHERE lease_holder = ? AND lease_term = ?
  """;
  private static final String GIVE_BACK = """
  UPDATE sync.log_head SET lease_holder = NULL, lease_until = '-infinity'
  WHERE lease_holder = ? AND lease_term = ?
  """;

  private final UUID holder = UUID.randomUUID();
  private final JdbcTemplate jdbc;
  private final TransactionTemplate transaction;
  private final Duration leaseFor;

  Lease(JdbcTemplate jdbc, PlatformTransactionManager transactions, ProjectorSettings settings) {
    this.jdbc = jdbc;
    this.transaction = new TransactionTemplate(transactions);
    this.leaseFor = settings.leaseFor();
  }

  /** This node, for as long as it runs. */
  UUID holder() {
    return holder;
  }

  /**
   * Takes the lease if it is free, has run out or is this node's own.
   *
   * @return its term; empty while another node holds it
   */
  OptionalLong take() {
    Boolean free = jdbc.query(IS_FREE, row -> row.next() ? row.getBoolean(1) : null, holder);
    if (free == null) {
      throw new ProjectionHalted("The sync log has lost its head: sync.log_head is empty.", null);
    }
    return free ? takeFree() : OptionalLong.empty();
  }

  private OptionalLong takeFree() {
    Long term = jdbc.query(
      TAKE,
      row -> row.next() ? row.getLong(1) : null,
      holder,
      leaseFor.toMillis(),
      holder
    );
    return term == null ? OptionalLong.empty() : OptionalLong.of(term);
  }

  /** @return false if it was lost */
  boolean renew(long term) {
    return change(RENEW, leaseFor.toMillis(), holder, term) == 1;
  }

  /** Lets another node take over at once. */
  void giveBack(long term) {
    change(GIVE_BACK, holder, term);
  }

  /** Not worth a wait for the disk: a lease that a crash of the database forgets runs out all the sooner. */
  private int change(String sql, Object... parameters) {
    Integer changed = transaction.execute(_ -> {
      jdbc.execute("SET LOCAL synchronous_commit = off");
      return jdbc.update(sql, parameters);
    });
    return changed == null ? 0 : changed;
  }
}
