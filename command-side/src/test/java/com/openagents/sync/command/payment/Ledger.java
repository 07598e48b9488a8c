package com.openagents.sync.command.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The books of one org, kept anew from its stored events by nothing but addition, event by event. */
final class Ledger {

  private static final JsonMapper JSON = JsonMapper.shared();
  private static final String NEWER = """
  SELECT global_index, convert_from(metadata, 'UTF8')::jsonb ->> 'mutation_id', payload_type, payload
  FROM event_store.domain_events
  WHERE org_id = ? AND aggregate_type IN ('Account', 'Payment') AND global_index > ? ORDER BY global_index
  """;

  /** An event of an account or a payment. */
  private record Entry(long index, String mutation, String type, JsonNode event) {
    long number(String field) {
      return event.path(field).asLong();
    }

    String text(String field) {
      return event.path(field).asString();
    }
  }

  private static final class Book {

    private final boolean outside;
    private long balance;
    private long reserved;

    Book(boolean outside) {
      this.outside = outside;
    }
  }

  /** What a payment has come to, and what was posted for it. */
  private static final class Deal {

    private final Entry requested;
    private final Map<String, Long> posted = new HashMap<>();
    private String last = "PaymentRequested";
    private long refunded;

    Deal(Entry requested) {
      this.requested = requested;
    }

    boolean isReserved() {
      return last.equals("PaymentReserved");
    }

    /** Both sides have moved by the same amount, or neither has. */
    void requireEven() {
      boolean paid = last.equals("PaymentSettled") || last.equals("PaymentRefunded");
      long moved = paid ? requested.number("amount") - refunded : 0;
      assertThat(refunded).as("refunded of %s", requested).isBetween(0L, requested.number("amount"));
      assertThat(posted.getOrDefault(requested.text("fromAccountId"), 0L))
        .as("paid for %s", requested)
        .isEqualTo(-moved);
      assertThat(posted.getOrDefault(requested.text("toAccountId"), 0L))
        .as("received for %s", requested)
        .isEqualTo(moved);
      assertThat(posted).as("accounts of %s", requested).hasSizeLessThanOrEqualTo(2);
    }
  }

  private final JdbcClient jdbc;
  private final UUID org;
  private final Map<String, Book> books = new HashMap<>();
  private final Map<String, Deal> deals = new HashMap<>();
  private final Map<String, Integer> types = new HashMap<>();
  private final Set<String> mutations = new HashSet<>();
  private String mutation = "";
  private String deal = "";
  private long index;

  Ledger(TestDatabase database, UUID org) {
    this.jdbc = JdbcClient.create(database.dataSource());
    this.org = org;
  }

  /** Takes in what was stored since; every law holds after every mutation in it. */
  void catchUp() {
    newer().forEach(this::take);
    endMutation();
    deals.values().forEach(Deal::requireEven);
    books.forEach((account, book) -> assertThat(book.reserved).isEqualTo(reservedOf(account)));
    assertThat(
      books
        .values()
        .stream()
        .mapToLong(book -> book.balance)
        .sum()
    ).isZero();
  }

  /** What came into the org and did not leave it. */
  long inside() {
    return books
      .values()
      .stream()
      .filter(book -> !book.outside)
      .mapToLong(book -> book.balance)
      .sum();
  }

  /** How many events of each type there were. */
  Map<String, Integer> types() {
    return types;
  }

  /** Those that are in the books. */
  Set<String> mutations() {
    return mutations;
  }

  private List<Entry> newer() {
    return jdbc
      .sql(NEWER)
      .params(org, index)
      .query((row, _) ->
        new Entry(
          row.getLong(1),
          row.getString(2),
          row.getString(3),
          JSON.readTree(new String(row.getBytes(4), StandardCharsets.UTF_8))
        )
      )
      .list();
  }

  private long reservedOf(String account) {
    return deals
      .values()
      .stream()
      .filter(it -> it.isReserved() && it.requested.text("fromAccountId").equals(account))
      .mapToLong(it -> it.requested.number("amount"))
      .sum();
  }

  private void take(Entry entry) {
    index = entry.index();
    if (!entry.mutation().equals(mutation)) {
      endMutation();
      mutation = entry.mutation();
      assertThat(mutations.add(mutation)).as("%s took effect once, in one piece", entry).isTrue();
    }
    types.merge(entry.type(), 1, Integer::sum);
    switch (entry.type()) {
      case "AccountOpened" -> books.put(entry.text("id"), new Book(entry.text("kind").equals("OUTSIDE")));
      case "FundsReserved" -> move(entry, 0, entry.number("amount"));
      case "FundsReleased" -> move(entry, 0, -entry.number("amount"));
      case "FundsPosted" -> {
        move(entry, entry.number("amount"), entry.number("reserved") - book(entry).reserved);
        dealOf(entry, "paymentId").posted.merge(entry.text("id"), entry.number("amount"), Long::sum);
      }
      case "PaymentRequested" -> deals.put(entry.text("id"), new Deal(entry));
      default -> {
        Deal changed = dealOf(entry, "id");
        changed.last = entry.type();
        changed.refunded += entry.type().equals("PaymentRefunded") ? entry.number("amount") : 0;
      }
    }
  }

  private void endMutation() {
    if (!deal.isEmpty()) {
      Objects.requireNonNull(deals.get(deal)).requireEven();
    }
    deal = "";
  }

  private Book book(Entry entry) {
    return Objects.requireNonNull(books.get(entry.text("id")));
  }

  private Deal dealOf(Entry entry, String field) {
    deal = entry.text(field);
    return Objects.requireNonNull(deals.get(deal));
  }

  /** What the event says of the account must be what adding up gives. */
  private void move(Entry entry, long amount, long reserved) {
    Book book = book(entry);
    book.balance += amount;
    book.reserved += reserved;
    assertThat(entry.number("balance")).as("balance after %s", entry).isEqualTo(book.balance);
    assertThat(entry.number("reserved")).as("reserved after %s", entry).isEqualTo(book.reserved);
    assertThat(book.reserved).as("reserved after %s", entry).isNotNegative();
    if (!book.outside) {
      assertThat(book.balance - book.reserved)
        .as("available after %s", entry)
        .isNotNegative();
    }
  }
}
