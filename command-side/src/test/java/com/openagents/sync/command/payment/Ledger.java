package com.openagents.sync.command.payment;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.platform.testing.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The books of one org, kept anew from its stored events by nothing but addition. */
record Ledger(List<Entry> entries) {
  private static final JsonMapper JSON = JsonMapper.shared();

  /** An event of an account or a payment. */
  record Entry(String type, JsonNode event) {
    long number(String field) {
      return event.path(field).asLong();
    }

    String text(String field) {
      return event.path(field).asString();
    }
  }

  static Ledger replay(TestDatabase database, UUID org) {
    return new Ledger(
      JdbcClient.create(database.dataSource())
        .sql(
          """
          SELECT payload_type, payload FROM event_store.domain_events
          WHERE org_id = ? AND aggregate_type IN ('Account', 'Payment') ORDER BY global_index
          """
        )
        .param(org)
        .query((row, _) ->
          new Entry(row.getString(1), JSON.readTree(new String(row.getBytes(2), StandardCharsets.UTF_8)))
        )
        .list()
    );
  }

  private static final class Book {

    private final boolean outside;
    private long balance;
    private long reserved;

    Book(boolean outside) {
      this.outside = outside;
    }
  }

  void requireLaws() {
    Map<String, Book> books = new HashMap<>();
    Map<String, Long> postedByPayment = new HashMap<>();
    for (Entry entry : entries) {
      switch (entry.type()) {
        case "AccountOpened" -> books.put(entry.text("id"), new Book(entry.text("kind").equals("OUTSIDE")));
        case "FundsReserved" -> move(books, entry, 0, entry.number("amount"));
        case "FundsReleased" -> move(books, entry, 0, -entry.number("amount"));
        case "FundsPosted" -> {
          Book book = Objects.requireNonNull(books.get(entry.text("id")));
          move(books, entry, entry.number("amount"), entry.number("reserved") - book.reserved);
          postedByPayment.merge(entry.text("paymentId"), entry.number("amount"), Long::sum);
        }
        case "PaymentSettled", "PaymentRefunded" -> postedByPayment
          .values()
          .forEach(sum -> assertThat(sum).as("the postings before %s", entry).isZero());
        default -> {
        }
      }
    }
    assertThat(postedByPayment.values()).allSatisfy(sum -> assertThat(sum).isZero());
    assertThat(
      books
        .values()
        .stream()
        .mapToLong(book -> book.balance)
        .sum()
    ).isZero();
  }

  /** What the event says of the account must be what adding up gives. */
  private static void move(Map<String, Book> books, Entry entry, long amount, long reserved) {
    Book book = Objects.requireNonNull(books.get(entry.text("id")));
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
