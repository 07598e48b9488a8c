package com.openagents.sync.command.payment;

import static com.openagents.sync.api.rejection.RejectionCode.AMOUNT_INVALID;
import static com.openagents.sync.api.rejection.RejectionCode.CURRENCY_MISMATCH;
import static com.openagents.sync.api.rejection.RejectionCode.CURRENCY_UNKNOWN;
import static com.openagents.sync.api.rejection.RejectionCode.FORBIDDEN;
import static com.openagents.sync.api.rejection.RejectionCode.ID_TAKEN;
import static com.openagents.sync.api.rejection.RejectionCode.ILLEGAL_STEP;
import static com.openagents.sync.api.rejection.RejectionCode.INSUFFICIENT_FUNDS;
import static com.openagents.sync.api.rejection.RejectionCode.INVALID_VALUE;
import static com.openagents.sync.api.rejection.RejectionCode.NOT_FOUND;
import static com.openagents.sync.api.rejection.RejectionCode.SAME_ACCOUNT;
import static com.openagents.sync.api.rejection.RejectionCode.TEXT_EMPTY;
import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.command.testing.Answer;
import com.openagents.sync.command.testing.Api;
import com.openagents.sync.command.testing.Api.Tenant;
import com.openagents.sync.command.testing.BadCall;
import com.openagents.sync.command.testing.Call;
import com.openagents.sync.command.testing.CommandSideServer;
import com.openagents.sync.command.testing.StoredEvents;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Payments as their callers see them: the whole way, and every clear refusal. */
@CommandSideServer
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class PaymentCallTest {

  private static final UUID UNKNOWN = UUID.randomUUID();

  @LocalServerPort
  private int port;

  @Autowired
  private StoredEvents stored;

  private Tenant tenant = Tenant.NOBODY;
  private Tenant stranger = Tenant.NOBODY;
  private UUID payer = UNKNOWN;
  private UUID payee = UNKNOWN;
  private UUID euros = UNKNOWN;
  private UUID requested = UNKNOWN;
  private UUID settled = UNKNOWN;

  @BeforeAll
  void openAccounts() {
    tenant = new Api(port).newTenant();
    stranger = new Api(port).newTenant();
    payer = tenant.create("/api/account", owner("agent_id", tenant.agent(), "USD")).id();
    payee = tenant.create("/api/account", owner("org_id", tenant.org(), "USD")).id();
    UUID other = tenant
      .create("/api/agent", "{\"org_id\":\"%s\",\"name\":\"other\"}".formatted(tenant.org()))
      .id();
    euros = tenant.create("/api/account", owner("agent_id", other, "EUR")).id();
    tenant.create("/api/account/" + payer + "/deposit", "{\"amount\":1000}");
    requested = tenant.create("/api/payment", payment(payer, payee, "10", "USD")).id();
    settled = tenant.create("/api/payment", payment(payer, payee, "10", "USD")).id();
    assertThat(status(step(settled, "reserve", "{}"))).isEqualTo("reserved");
    assertThat(status(step(settled, "settle", ""))).isEqualTo("settled");
  }

  @Test
  void isRequestedReservedSettledAndRefunded() {
    Answer made = tenant.create("/api/payment", payment(payer, payee, "250", "USD"));
    assertThat(made.json().path("status").asString()).isEqualTo("requested");
    assertThat(made.json().path("from_agent_id").asString()).isEqualTo(tenant.agent().toString());
    assertThat(status(step(made.id(), "reserve", "{}"))).isEqualTo("reserved");
    assertThat(status(step(made.id(), "settle", ""))).isEqualTo("settled");
    Answer part = step(made.id(), "refund", "{\"amount\":50}");
    assertThat(status(part)).isEqualTo("settled");
    assertThat(part.json().path("refunded").asLong()).isEqualTo(50);
    assertThat(status(step(made.id(), "refund", "{}"))).isEqualTo("refunded");
  }

  @Test
  @DisplayName(
    "contract 9: a payment that is sent again pays once; the same key with another body is refused"
  )
  void paysOnce() {
    UUID id = UUID.randomUUID();
    String body = "{\"id\":\"%s\",\"amount\":5}".formatted(id);
    Call call = Call.of("POST", "/api/account/" + payer + "/deposit")
      .json(body)
      .key("pay-once-" + id);
    Answer first = tenant.send(call);
    assertThat(tenant.send(call).body()).isEqualTo(first.body());
    assertThat(stored.ofMutation("pay-once-" + id)).hasSize(4);
    Answer other = tenant.send(call.json("{\"id\":\"%s\",\"amount\":6}".formatted(id)));
    assertThat(other.json().path("code").asString()).isEqualTo("idempotency_key_reused");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("refusals")
  void isRefusedAndLeavesNothing(BadCall bad) {
    long before = stored.head();
    bad.check(tenant.send(bad.call()));
    assertThat(stored.head()).isEqualTo(before);
  }

  List<BadCall> refusals() {
    return List.of(
      new BadCall("nothing", pay(payer, payee, "0", "USD"), AMOUNT_INVALID, "amount"),
      new BadCall("less than nothing", pay(payer, payee, "-1", "USD"), AMOUNT_INVALID, "amount"),
      new BadCall("above 2^53", pay(payer, payee, "9007199254740992", "USD"), AMOUNT_INVALID, "amount"),
      new BadCall("a fraction", pay(payer, payee, "0.5", "USD"), INVALID_VALUE, "amount"),
      new BadCall("a text", pay(payer, payee, "\"5\"", "USD"), INVALID_VALUE, "amount"),
      new BadCall("no amount", pay(payer, payee, "null", "USD"), INVALID_VALUE, "amount"),
      new BadCall("no currency", pay(payer, payee, "5", "XYZ"), CURRENCY_UNKNOWN, "currency"),
      new BadCall("wrong currency", pay(payer, payee, "5", "EUR"), CURRENCY_MISMATCH, "from_account_id"),
      new BadCall("to euros", pay(payer, euros, "5", "USD"), CURRENCY_MISMATCH, "to_account_id"),
      new BadCall("same account", pay(payer, payer, "5", "USD"), SAME_ACCOUNT, "to_account_id"),
      new BadCall("from nobody", pay(UNKNOWN, payee, "5", "USD"), NOT_FOUND, "from_account_id"),
      new BadCall("to an agent", pay(payer, tenant.agent(), "5", "USD"), NOT_FOUND, "to_account_id"),
      new BadCall("settling what is not reserved", call(requested, "settle", ""), ILLEGAL_STEP),
      new BadCall("refunding what is not settled", call(requested, "refund", "{}"), ILLEGAL_STEP),
      new BadCall("step of nothing", call(UNKNOWN, "settle", ""), NOT_FOUND, "id"),
      new BadCall("no time", reserve("{\"expires_in_seconds\":0}"), INVALID_VALUE, "expires_in_seconds"),
      new BadCall("depositing nothing", deposit(payer, "0"), AMOUNT_INVALID, "amount"),
      new BadCall("depositing above 2^53", deposit(payer, "9007199254740992"), AMOUNT_INVALID, "amount"),
      new BadCall("depositing to nobody", deposit(UNKNOWN, "5"), NOT_FOUND, "id"),
      new BadCall("withdrawing less than nothing", withdraw(payer, "-1"), AMOUNT_INVALID, "amount"),
      new BadCall("withdrawing a fraction", withdraw(payer, "1.5"), INVALID_VALUE, "amount"),
      new BadCall("refunding nothing", call(settled, "refund", "{\"amount\":0}"), AMOUNT_INVALID, "amount"),
      new BadCall("refunding too much", call(settled, "refund", "{\"amount\":11}"), AMOUNT_INVALID, "amount"),
      new BadCall(
        "failing without a reason",
        call(requested, "fail", "{\"reason\":\" \"}"),
        TEXT_EMPTY,
        "reason"
      ),
      new BadCall("withdrawing too much", withdraw(payer, "1000000"), INSUFFICIENT_FUNDS),
      new BadCall("withdrawing from nobody", withdraw(UNKNOWN, "5"), NOT_FOUND, "id"),
      new BadCall("a second account", open(owner("agent_id", tenant.agent(), "EUR")), ID_TAKEN, "id"),
      new BadCall("nobody's account", open("{\"currency\":\"USD\"}"), INVALID_VALUE, "agent_id")
    );
  }

  @Test
  @DisplayName("contract 10: a stranger moves nothing")
  void strangers() {
    for (Call call : List.of(
      pay(payer, payee, "5", "USD"),
      call(requested, "reserve", "{}"),
      withdraw(payer, "5")
    )) {
      Answer answer = stranger.send(call);
      assertThat(answer.status()).isEqualTo(FORBIDDEN.httpStatus());
    }
  }

  private Answer step(UUID payment, String step, String body) {
    return tenant.mutate("POST", "/api/payment/" + payment + "/" + step, body);
  }

  private static String status(Answer answer) {
    return answer.json().path("status").asString();
  }

  private static Call pay(UUID from, UUID to, String amount, String currency) {
    return Call.of("POST", "/api/payment").json(payment(from, to, amount, currency));
  }

  private Call reserve(String body) {
    return call(requested, "reserve", body);
  }

  private static Call call(UUID payment, String step, String body) {
    return Call.of("POST", "/api/payment/" + payment + "/" + step).json(body);
  }

  private static Call deposit(UUID account, String amount) {
    return Call.of("POST", "/api/account/" + account + "/deposit").json("{\"amount\":" + amount + "}");
  }

  private static Call withdraw(UUID account, String amount) {
    return Call.of("POST", "/api/account/" + account + "/withdraw").json("{\"amount\":" + amount + "}");
  }

  private static Call open(String body) {
    return Call.of("POST", "/api/account").json(body);
  }

  private static String owner(String field, UUID id, String currency) {
    return "{\"%s\":\"%s\",\"currency\":\"%s\"}".formatted(field, id, currency);
  }

  private static String payment(UUID from, UUID to, String amount, String currency) {
    return "{\"from_account_id\":\"%s\",\"to_account_id\":\"%s\",\"amount\":%s,\"currency\":\"%s\"}".formatted(
      from,
      to,
      amount,
      currency
    );
  }
}
