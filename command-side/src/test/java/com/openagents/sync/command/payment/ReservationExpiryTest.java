package com.openagents.sync.command.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.openagents.sync.command.testing.Answer;
import com.openagents.sync.command.testing.Api.Tenant;
import com.openagents.sync.command.testing.Call;
import com.openagents.sync.command.testing.RunningApp;
import com.openagents.sync.command.testing.StoredEvents;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Reservations that run out, on two nodes. Nobody projects: the test says what the read table shows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReservationExpiryTest {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String[] SETTINGS = {
    "--agentsync.payment.expiries-per-query-max=2",
    "--agentsync.payment.expiry-looks-every=50ms",
  };

  private RunningApp first;
  private RunningApp second;
  private StoredEvents stored;
  private Tenant tenant;

  @BeforeAll
  void start() {
    first = RunningApp.start(SETTINGS);
    second = first.startAnother(SETTINGS);
    stored = first.context().getBean(StoredEvents.class);
    tenant = first.api().newTenant();
  }

  @AfterAll
  void stop() {
    second.close();
    first.close();
  }

  @Test
  @DisplayName("contract 13: what was reserved is released once, though nodes look at the same time")
  void once() {
    UUID payment = reserved(tenant);
    show(tenant.org(), payment, Instant.now());
    await()
      .atMost(PATIENCE)
      .until(() -> types(payment).contains("PaymentFailed"));
    assertThat(types(payment)).containsExactly("PaymentRequested", "PaymentReserved", "PaymentFailed");
    assertThat(
      stored
        .ofMutation("expire " + payment)
        .stream()
        .map(StoredEvents.Event::payloadType)
    ).containsExactly("PaymentFailed", "FundsReleased");
    assertThat(
      stored
        .ofMutation("expire " + payment)
        .getLast()
        .payload()
        .path("reserved")
        .asLong()
    ).isZero();
  }

  @Test
  @DisplayName(
    "Those of an org that nobody projects stay in the table, and keep nobody from those behind them"
  )
  void behindOthers() {
    Tenant stuck = first.api().newTenant();
    for (int number = 0; number < 5; number++) {
      show(stuck.org(), UUID.randomUUID(), Instant.EPOCH);
    }
    Tenant behind = first.api().newTenant();
    UUID payment = reserved(behind);
    show(behind.org(), payment, Instant.now());
    await()
      .atMost(PATIENCE)
      .until(() -> types(payment).contains("PaymentFailed"));
  }

  @Test
  @DisplayName("Nobody takes the mutation id by which a reservation runs out")
  void nobodyIsThereFirst() {
    Answer taken = tenant.send(
      Call.of("POST", "/api/message")
        .json(tenant.messageOf("first"))
        .key("expire " + UUID.randomUUID())
    );
    assertThat(taken.status()).isEqualTo(400);
    assertThat(taken.json().path("field").asString()).isEqualTo("Idempotency-Key");
  }

  /** For a second: by then it has run out. */
  private UUID reserved(Tenant owner) {
    UUID from = account(owner, "agent_id", owner.agent());
    UUID to = account(owner, "org_id", owner.org());
    owner.create("/api/account/" + from + "/deposit", "{\"amount\":10}");
    UUID payment = owner
      .create(
        "/api/payment",
        "{\"from_account_id\":\"%s\",\"to_account_id\":\"%s\",\"amount\":7,\"currency\":\"USD\"}".formatted(
          from,
          to
        )
      )
      .id();
    owner.create("/api/payment/" + payment + "/reserve", "{\"expires_in_seconds\":1}");
    return payment;
  }

  private static UUID account(Tenant owner, String field, UUID id) {
    return owner.create("/api/account", "{\"%s\":\"%s\",\"currency\":\"USD\"}".formatted(field, id)).id();
  }

  private List<String> types(UUID aggregate) {
    return stored.of(aggregate).stream().map(StoredEvents.Event::payloadType).toList();
  }

  /** Shows a payment as reserved. */
  private void show(UUID org, UUID payment, Instant expiresAt) {
    JdbcClient.create(first.database().dataSource())
      .sql(
        """
        INSERT INTO read.payments SELECT ?, ?, NULL, NULL, ?, ?, 'transfer', 7, 'USD', '', 'reserved', 0, NULL, ?, now(), now()
        """
      )
      .params(payment, org, UUID.randomUUID(), UUID.randomUUID(), expiresAt.atOffset(ZoneOffset.UTC))
      .update();
  }
}
