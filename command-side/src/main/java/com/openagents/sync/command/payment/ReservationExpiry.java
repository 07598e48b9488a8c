package com.openagents.sync.command.payment;

import com.openagents.sync.api.audit.ActorKind;
import com.openagents.sync.api.payment.PaymentCommand.ExpirePayment;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.command.mutation.Mutation;
import com.openagents.sync.command.mutation.Mutations;
import com.openagents.sync.platform.access.Caller;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Fails payments whose reservation has run out. Finds them in the read table, which may be behind; the aggregate
 * decides. Every node looks: the mutation id follows from the payment, so that one of them succeeds.
 */
@Component
class ReservationExpiry {

  private static final Logger log = LoggerFactory.getLogger(ReservationExpiry.class);
  private static final String ACTOR = "agentsync:reservation-expiry";
  private static final String EXPIRED = """
  SELECT id, org_id FROM read.payments
  WHERE status = 'reserved' AND expires_at <= clock_timestamp() ORDER BY expires_at LIMIT ?
  """;

  private record Expired(UUID paymentId, UUID orgId) {}

  private final JdbcTemplate jdbc;
  private final Mutations mutations;
  private final PaymentLimits limits;

  ReservationExpiry(JdbcTemplate jdbc, Mutations mutations, PaymentLimits limits) {
    this.jdbc = jdbc;
    this.mutations = mutations;
    this.limits = limits;
  }

  @Scheduled(fixedDelayString = "${agentsync.payment.expiry-looks-every:5s}")
  void expire() {
    try {
      jdbc
        .query(
          EXPIRED,
          (row, _) -> new Expired(row.getObject(1, UUID.class), row.getObject(2, UUID.class)),
          limits.expiriesPerLook()
        )
        .forEach(this::expire);
    } catch (DataAccessException notNow) {
      log.debug("Reservations can't be looked at now", notNow);
    }
  }

  private void expire(Expired payment) {
    String mutationId = "expire-" + payment.paymentId();
    Caller caller = new Caller(ACTOR, ActorKind.SERVICE, Set.of(payment.orgId()), Instant.MAX, "");
    try {
      mutations.perform(
        new Mutation(caller, mutationId, mutationId, "expire " + payment.paymentId(), true),
        null,
        new ExpirePayment(payment.paymentId())
      );
    } catch (Rejected notAnyMore) {
      log.debug("Payment {} does not expire: {}", payment.paymentId(), notAnyMore.getMessage());
    }
  }
}
