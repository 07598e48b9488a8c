package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.api.payment.AccountEvent.FundsPosted;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The postings that everybody sees, against the events that they stand for. */
final class Postings {

  /** What they should be: the id of each is that of its event. */
  private record Shown(UUID orgId, UUID accountId, UUID paymentId, long amount, long balance) {}

  /** How many there were, and the first that differs. */
  record Compared(long postings, Optional<Finding> wrong) {}

  private final Connection connection;
  private final Projection projection;

  Postings(Connection connection, Projection projection) {
    this.connection = connection;
    this.projection = projection;
  }

  Compared compare(List<MoneyEvent> money) throws SQLException {
    List<MoneyEvent> posted = money
      .stream()
      .filter(event -> event.event() instanceof FundsPosted && projection.has(event))
      .toList();
    Map<UUID, Shown> shown = posted.isEmpty() ? Map.of() : shown(posted);
    for (MoneyEvent each : posted) {
      FundsPosted event = (FundsPosted) each.event();
      Shown expected = new Shown(
        event.orgId(),
        event.id(),
        event.paymentId(),
        event.amount(),
        event.balance()
      );
      @Nullable
      Shown found = shown.get(each.eventId());
      if (!expected.equals(found)) {
        return new Compared(posted.size(), Optional.of(differs(each, expected, found)));
      }
    }
    return new Compared(posted.size(), Optional.empty());
  }

  private static Finding differs(MoneyEvent event, Shown expected, @Nullable Shown found) {
    return Finding.at(
      Finding.Kind.BALANCE_DIFFERS,
      event.index(),
      event.eventId(),
      found == null
        ? "read.postings lacks the posting of this event."
        : "read.postings shows an amount of %d and a balance of %d, the event says %d and %d%s.".formatted(
            found.amount(),
            found.balance(),
            expected.amount(),
            expected.balance(),
            found.accountId().equals(expected.accountId()) && found.paymentId().equals(expected.paymentId())
              ? ""
              : ", and it is of another account or payment"
          )
    );
  }

  private Map<UUID, Shown> shown(List<MoneyEvent> posted) throws SQLException {
    String sql =
      "SELECT id, org_id, account_id, payment_id, amount, balance FROM read.postings WHERE id = ANY (?)";
    Map<UUID, Shown> shown = new HashMap<>();
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setArray(
        1,
        connection.createArrayOf("uuid", posted.stream().map(MoneyEvent::eventId).toArray())
      );
      try (ResultSet rows = statement.executeQuery()) {
        while (rows.next()) {
          shown.put(
            rows.getObject(1, UUID.class),
            new Shown(
              rows.getObject(2, UUID.class),
              rows.getObject(3, UUID.class),
              rows.getObject(4, UUID.class),
              rows.getLong(5),
              rows.getLong(6)
            )
          );
        }
      }
    }
    return shown;
  }
}
