package com.openagents.sync.query.audit.evidence;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.agent.AgentEvent.AgentCreated;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.message.MessageRole;
import com.openagents.sync.api.org.OrgEvent.OrgCreated;
import com.openagents.sync.api.payment.AccountEvent.AccountOpened;
import com.openagents.sync.api.payment.AccountEvent.FundsPosted;
import com.openagents.sync.api.payment.AccountEvent.FundsReserved;
import com.openagents.sync.api.payment.AccountKind;
import com.openagents.sync.api.payment.PaymentEvent.PaymentRequested;
import com.openagents.sync.api.payment.PaymentEvent.PaymentReserved;
import com.openagents.sync.api.payment.PaymentEvent.PaymentSettled;
import com.openagents.sync.api.payment.PaymentKind;
import com.openagents.sync.query.testing.EventStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** An org whose agent talks, and is paid now and then from outside: all sums are right. */
final class ProvenHistory {

  private static final long AMOUNT = 5;
  private static final int MESSAGES_PER_PAYMENT = 4;

  private final UUID org = UUID.randomUUID();
  private final UUID agent = UUID.randomUUID();
  private final UUID outside = UUID.randomUUID();
  private final UUID account = UUID.randomUUID();
  private final List<DomainEvent> events = new ArrayList<>();
  private long paid;

  private ProvenHistory() {}

  /** At least so many. */
  static List<DomainEvent> of(int events) {
    ProvenHistory history = new ProvenHistory();
    history.begin();
    while (history.events.size() < events) {
      history.goOn();
    }
    return history.events;
  }

  private void begin() {
    events.add(new OrgCreated(org, "acme", EventStore.ACTOR));
    events.add(new AgentCreated(agent, org, "Ada"));
    events.add(new AccountOpened(outside, org, null, AccountKind.OUTSIDE, "USD", 2));
    events.add(new AccountOpened(account, org, agent, AccountKind.AGENT, "USD", 2));
  }

  private void goOn() {
    for (int message = 0; message < MESSAGES_PER_PAYMENT; message++) {
      String text = "Message %d says something of the usual length. ".formatted(events.size()).repeat(6);
      events.add(new MessagePosted(UUID.randomUUID(), agent, org, MessageRole.ASSISTANT, text));
    }
    UUID id = UUID.randomUUID();
    events.add(
      new PaymentRequested(
        id,
        org,
        null,
        agent,
        outside,
        account,
        PaymentKind.TRANSFER,
        AMOUNT,
        "USD",
        "wage"
      )
    );
    events.add(new PaymentReserved(id, org, null, agent, Instant.parse("2030-01-01T00:00:00Z")));
    events.add(new FundsReserved(outside, org, null, id, AMOUNT, -paid, AMOUNT));
    paid += AMOUNT;
    events.add(new FundsPosted(outside, org, null, id, -AMOUNT, -paid, 0));
    events.add(new FundsPosted(account, org, agent, id, AMOUNT, paid, 0));
    events.add(new PaymentSettled(id, org, null, agent));
  }
}
