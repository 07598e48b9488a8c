package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.api.payment.AccountEvent;
import com.openagents.sync.api.payment.AccountEvent.AccountOpened;
import com.openagents.sync.api.payment.AccountEvent.FundsPosted;
import com.openagents.sync.api.payment.AccountEvent.FundsReleased;
import com.openagents.sync.api.payment.AccountEvent.FundsReserved;
import com.openagents.sync.query.audit.evidence.Finding.Kind;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Adds up all movements of money, in their order, and compares the sums with what events and read tables say. */
final class Ledger {

  private static final int ROWS_PER_FETCH = 500;

  /** Sums after an event. */
  private record Sums(long balance, long reserved, MoneyEvent last) {}

  private final Projection projection;
  private final Map<UUID, Sums> accounts = new HashMap<>();
  /** The same as far as it is projected. */
  private final Map<UUID, Sums> projected = new HashMap<>();
  private final Map<UUID, Map<UUID, Long>> reservations = new HashMap<>();
  private final Map<UUID, Long> unbalanced = new HashMap<>();
  private final Map<UUID, MoneyEvent> lastOfUnbalanced = new HashMap<>();
  private @Nullable Finding wrong;

  Ledger(Projection projection) {
    this.projection = projection;
  }

  void take(MoneyEvent it) {
    Sums before = accounts.getOrDefault(it.event().id(), new Sums(0, 0, it));
    Sums after = after(before, it);
    accounts.put(it.event().id(), after);
    if (projection.has(it)) {
      projected.put(it.event().id(), after);
    }
    if (!(it.event() instanceof AccountOpened)) {
      requireSame(it, after);
    }
  }

  private Sums after(Sums before, MoneyEvent it) {
    return switch (it.event()) {
      case AccountOpened _ -> new Sums(0, 0, it);
      case FundsReserved event -> {
        ofAccount(event).merge(event.paymentId(), event.amount(), Long::sum);
        yield new Sums(before.balance(), before.reserved() + event.amount(), it);
      }
      case FundsReleased event -> {
        ofAccount(event).remove(event.paymentId());
        yield new Sums(before.balance(), before.reserved() - event.amount(), it);
      }
      case FundsPosted event -> {
        balance(it, event);
        long spent = event.amount() < 0 ? reservedFor(event) : 0;
        yield new Sums(before.balance() + event.amount(), before.reserved() - spent, it);
      }
    };
  }

  private Map<UUID, Long> ofAccount(AccountEvent event) {
    return reservations.computeIfAbsent(event.id(), _ -> new HashMap<>());
  }

  /** What was reserved for a payment is spent by it. */
  private long reservedFor(FundsPosted event) {
    Long reserved = ofAccount(event).remove(event.paymentId());
    return reserved == null ? 0 : reserved;
  }

  private void balance(MoneyEvent it, FundsPosted event) {
    long sum = unbalanced.merge(event.paymentId(), event.amount(), Long::sum);
    if (sum == 0) {
      unbalanced.remove(event.paymentId());
      lastOfUnbalanced.remove(event.paymentId());
    } else {
      lastOfUnbalanced.put(event.paymentId(), it);
    }
  }

  private void requireSame(MoneyEvent it, Sums sums) {
    long balance = switch (it.event()) {
      case AccountOpened _ -> 0;
      case FundsReserved event -> event.balance();
      case FundsReleased event -> event.balance();
      case FundsPosted event -> event.balance();
    };
    long reserved = switch (it.event()) {
      case AccountOpened _ -> 0;
      case FundsReserved event -> event.reserved();
      case FundsReleased event -> event.reserved();
      case FundsPosted event -> event.reserved();
    };
    if (balance != sums.balance() || reserved != sums.reserved()) {
      found(
        it,
        "It says a balance of %d with %d reserved; the events up to it add up to %d with %d reserved.".formatted(
          balance,
          reserved,
          sums.balance(),
          sums.reserved()
        )
      );
    }
  }

  private void found(MoneyEvent it, String detail) {
    if (wrong == null || it.index() < wrong.globalIndex()) {
      wrong = Finding.at(Kind.BALANCE_DIFFERS, it.index(), it.eventId(), detail);
    }
  }

  long accounts() {
    return accounts.size();
  }

  /** Once all events were taken. */
  Optional<Finding> compare(Connection connection) throws SQLException {
    lastOfUnbalanced.forEach((payment, it) ->
      found(it, "The postings of payment %s sum to %d.".formatted(payment, unbalanced.get(payment)))
    );
    if (projection.exists()) {
      compareAccounts(connection);
      compareNumberOfPostings(connection);
    }
    return Optional.ofNullable(wrong);
  }

  private void compareAccounts(Connection connection) throws SQLException {
    Map<UUID, Sums> left = new HashMap<>(projected);
    try (
      PreparedStatement statement = connection.prepareStatement(
        "SELECT id, org_id, balance, reserved FROM read.accounts"
      )
    ) {
      statement.setFetchSize(ROWS_PER_FETCH);
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          UUID id = rows.getObject(1, UUID.class);
          if (!projection.waiting().containsKey(rows.getObject(2, UUID.class))) {
            compare(id, left.remove(id), rows.getLong(3), rows.getLong(4));
          }
        }
      }
    }
    left.forEach((id, sums) -> found(sums.last(), "read.accounts lacks account " + id + "."));
  }

  private void compare(UUID id, @Nullable Sums sums, long balance, long reserved) {
    if (sums == null) {
      if (wrong == null) {
        wrong = Finding.at(
          Kind.BALANCE_DIFFERS,
          0,
          null,
          "No event opened account " + id + " of read.accounts."
        );
      }
    } else if (sums.balance() != balance || sums.reserved() != reserved) {
      found(
        sums.last(),
        "read.accounts shows account %s with a balance of %d and %d reserved; after this event, its last, they are %d and %d.".formatted(
          id,
          balance,
          reserved,
          sums.balance(),
          sums.reserved()
        )
      );
    }
  }

  /** The postings of events were looked for one by one; here those that no event stands for. */
  private void compareNumberOfPostings(Connection connection) throws SQLException {
    String sql = """
    SELECT id FROM read.postings WHERE NOT EXISTS (
      SELECT FROM event_store.domain_events WHERE event_id = id AND payload_type = 'FundsPosted' AND global_index <= ?
    ) LIMIT 1
    """;
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setLong(1, projection.position());
      try (ResultSet rows = statement.executeQuery()) {
        if (rows.next() && wrong == null) {
          UUID id = rows.getObject(1, UUID.class);
          wrong = Finding.at(
            Kind.BALANCE_DIFFERS,
            0,
            id,
            "read.postings shows a posting that no event stands for."
          );
        }
      }
    }
  }
}
