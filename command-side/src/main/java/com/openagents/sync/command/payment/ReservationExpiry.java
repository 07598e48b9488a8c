package com.openagents.sync.command.payment;

import com.openagents.sync.api.audit.ActorKind;
import com.openagents.sync.api.payment.PaymentCommand.ExpirePayment;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.mutation.Mutation;
import com.openagents.sync.command.mutation.Mutations;
import com.openagents.sync.platform.access.Caller;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Fails payments whose reservation has run out. Finds them in the read table, which may be behind; the aggregate
 * decides. Every node looks: the mutation id follows from the payment, so that one of them succeeds.
 */
@Component
class ReservationExpiry {

  private static final Logger log = LoggerFactory.getLogger(ReservationExpiry.class);
  private static final String ACTOR = Caller.ENGINE_PREFIX + "reservation-expiry";
  private static final String EXPIRED = """
  SELECT id, org_id, expires_at FROM read.payments
  WHERE status = 'reserved' AND expires_at <= clock_timestamp() AND (expires_at, id) > (?, ?)
  ORDER BY expires_at, id LIMIT ?
  """;

  private record Expired(UUID paymentId, UUID orgId, OffsetDateTime expiresAt) {
    static final Expired BEFORE_ALL = new Expired(new UUID(0, 0), new UUID(0, 0), OffsetDateTime.MIN);
  }

  private final JdbcClient jdbc;
  private final Mutations mutations;
  private final PaymentLimits limits;

  ReservationExpiry(JdbcClient jdbc, Mutations mutations, PaymentLimits limits) {
    this.jdbc = jdbc;
    this.mutations = mutations;
    this.limits = limits;
  }

  /** Through to the last one: those of an org that is not projected stay in the table, and others come behind them. */
  @Scheduled(fixedDelayString = "${agentsync.payment.expiry-looks-every:5s}")
  void expire() {
    try {
      List<Expired> some = after(Expired.BEFORE_ALL);
      while (!some.isEmpty()) {
        some.forEach(this::expire);
        some = after(some.getLast());
      }
    } catch (DataAccessException | Rejected | NoHandlerForCommandException notNow) {
      // The last of these while the node starts or stops.
      log.debug("Reservations can't run out now", notNow);
    }
  }

  private List<Expired> after(Expired last) {
    return jdbc
      .sql(EXPIRED)
      .params(last.expiresAt(), last.paymentId(), limits.expiriesPerQueryMax())
      .query((row, _) ->
        new Expired(
          row.getObject(1, UUID.class),
          row.getObject(2, UUID.class),
          row.getObject(3, OffsetDateTime.class)
        )
      )
      .list();
  }

  private void expire(Expired payment) {
    // With a space: no Idempotency-Key has one, so nobody can be there first and keep the money reserved.
    String mutationId = "expire " + payment.paymentId();
    Caller caller = new Caller(ACTOR, ActorKind.SERVICE, Set.of(payment.orgId()), Instant.MAX, "");
    try {
      mutations.perform(
        new Mutation(caller, mutationId, mutationId, mutationId, true),
        null,
        new ExpirePayment(payment.paymentId())
      );
    } catch (Rejected refused) {
      if (refused.code().kind() == RejectionCode.Kind.OVERLOAD) {
        throw refused;
      }
      log.debug("Payment {} does not expire: {}", payment.paymentId(), refused.getMessage());
    }
  }
}
