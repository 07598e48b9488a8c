package com.openagents.sync.standalone.demo;

import com.openagents.sync.api.payment.MoveFundsRequest;
import com.openagents.sync.api.payment.OpenAccountRequest;
import com.openagents.sync.api.payment.RequestPaymentRequest;
import com.openagents.sync.api.payment.ReservePaymentRequest;
import com.openagents.sync.standalone.demo.EngineClient.Answer;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Pays agents for what their work cost: the org gets the amount from outside, then pays it to the agent, step by step as
 * any payer would.
 */
final class Purse {

  private static final String CURRENCY = "USD";

  private final EngineClient engine;
  private final UUID org;
  private @Nullable UUID orgAccount;

  Purse(EngineClient engine, UUID org) {
    this.engine = engine;
    this.org = org;
  }

  /**
   * @param ids of the agent's transcript
   * @return the payment, settled
   */
  JsonNode pay(UUID agent, Scene.Cost cost, DerivedIds ids) throws PlayRefused, InterruptedException {
    UUID from = orgAccount();
    UUID to = account(agent, ids.id("account", 0));
    UUID deposit = ids.id("deposit", 0);
    engine.mutate(
      "POST",
      "/api/account/" + from + "/deposit",
      new MoveFundsRequest(deposit, cost.cents(), cost.memo()),
      deposit,
      Answer.VISIBLE
    );
    UUID payment = ids.id("payment", 0);
    engine.mutate(
      "POST",
      "/api/payment",
      new RequestPaymentRequest(payment, from, to, cost.cents(), CURRENCY, cost.memo()),
      payment,
      Answer.VISIBLE
    );
    String steps = "/api/payment/" + payment;
    engine.mutate(
      "POST",
      steps + "/reserve",
      new ReservePaymentRequest(null),
      ids.id("reserve", 0),
      Answer.VISIBLE
    );
    return engine.mutate("POST", steps + "/settle", null, ids.id("settle", 0), Answer.VISIBLE);
  }

  /** Asked for by many agents at once, opened by the first. */
  private synchronized UUID orgAccount() throws PlayRefused, InterruptedException {
    if (orgAccount == null) {
      orgAccount = account(null, new DerivedIds(org, "org").id("account", 0));
    }
    return orgAccount;
  }

  /** The account of the agent, or of the org; opened if it is not there yet. */
  private UUID account(@Nullable UUID agent, UUID key) throws PlayRefused, InterruptedException {
    OpenAccountRequest open = new OpenAccountRequest(agent, agent == null ? org : null, CURRENCY);
    String id = engine.mutate("POST", "/api/account", open, key, Answer.VISIBLE).path("id").asString("");
    return id.isEmpty() ? openedByOthers(agent) : UUID.fromString(id);
  }

  private UUID openedByOthers(@Nullable UUID agent) throws PlayRefused, InterruptedException {
    String owner = agent == null ? "" : agent.toString();
    String kind = agent == null ? "org" : "agent";
    return engine
      .read("/sync/bootstrap?scope=org:" + org + "&models=Account")
      .path("models")
      .path("Accounts")
      .valueStream()
      .filter(account -> account.path("kind").asString("").equals(kind))
      .filter(account -> account.path("agent_id").asString("").equals(owner))
      .map(account -> UUID.fromString(account.path("id").asString()))
      .findFirst()
      .orElseThrow(() -> new PlayRefused("The account is there, but not shown.", ""));
  }
}
