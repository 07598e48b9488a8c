package com.openagents.sync.api;

import com.openagents.sync.api.agent.AgentEvent;
import com.openagents.sync.api.codechange.CodeChangeEvent;
import com.openagents.sync.api.erasure.ErasureEvent;
import com.openagents.sync.api.message.MessageEvent;
import com.openagents.sync.api.org.OrgEvent;
import com.openagents.sync.api.payment.AccountEvent;
import com.openagents.sync.api.payment.PaymentEvent;
import com.openagents.sync.api.reasoning.ReasoningEvent;
import java.util.List;

/** The features of the engine, for whatever must know all of them: the event serializer and the generated types. */
public final class Features {

  /** One sealed interface of domain events per feature. */
  public static final List<Class<? extends DomainEvent>> EVENTS = List.of(
    OrgEvent.class,
    AgentEvent.class,
    MessageEvent.class,
    ReasoningEvent.class,
    CodeChangeEvent.class,
    AccountEvent.class,
    PaymentEvent.class,
    ErasureEvent.class
  );

  private Features() {}
}
