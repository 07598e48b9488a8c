package com.openagents.sync.query.sync.projector;

import java.time.Duration;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.TransactionException;

/** Begins, keeps up and ends this node's time as the one that projects. Used by the projector's thread alone. */
@Component
class Takeover {

  private static final Logger log = LoggerFactory.getLogger(Takeover.class);
  private static final int RENEWALS_PER_LEASE = 3;

  private final Lease lease;
  private final JdbcTemplate jdbc;
  private final SetAsideEvents setAside;
  private final Duration renewEvery;
  private final Duration looksEvery;
  private long begunAt; // the last look at the lease; what is written since may renew it
  private long renewedAt;

  Takeover(Lease lease, JdbcTemplate jdbc, SetAsideEvents setAside, ProjectorSettings settings) {
    this.lease = lease;
    this.jdbc = jdbc;
    this.setAside = setAside;
    this.renewEvery = settings.leaseFor().dividedBy(RENEWALS_PER_LEASE);
    this.looksEvery = settings.pollEvery().compareTo(renewEvery) < 0 ? settings.pollEvery() : renewEvery;
  }

  /** Where to go on from; null while another node holds the lease. */
  @Nullable
  Progress tryNow() {
    begunAt = System.nanoTime();
    OptionalLong term = lease.take();
    if (term.isEmpty()) {
      return null;
    }
    renewed();
    // This node may know what the one before did not.
    setAside.tryAllAgain();
    Progress progress = jdbc.queryForObject("SELECT last_id, position FROM sync.log_head", (row, _) ->
      new Progress(term.getAsLong(), row.getLong(1), row.getLong(2), setAside.orgs())
    );
    log.info("This node projects now: {}", progress);
    return progress;
  }

  /** How long the holder may sleep. */
  Duration looksEvery() {
    return looksEvery;
  }

  /** What was written since the last look at the lease renewed it as well; when in between is not known. */
  void renewed() {
    renewedAt = begunAt;
  }

  /** @throws LeaseLost if another node has taken over */
  void renewIfDue(Progress held) {
    begunAt = System.nanoTime();
    if (begunAt - renewedAt >= renewEvery.toNanos()) {
      if (!lease.renew(held.term())) {
        throw new LeaseLost();
      }
      renewed();
    }
  }

  /** Lets another node take over at once, if the database hears of it. */
  void giveBack(Progress held) {
    try {
      lease.giveBack(held.term());
    } catch (DataAccessException | TransactionException away) {
      log.debug("The lease runs out by itself", away);
    }
  }
}
