package com.openagents.sync.query.testing;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.agent.AgentEvent.AgentCreated;
import com.openagents.sync.api.agent.AgentEvent.AgentRenamed;
import com.openagents.sync.api.agent.AgentEvent.AgentRetired;
import com.openagents.sync.api.codechange.ChangedFile;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeAccepted;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeProposed;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeRejected;
import com.openagents.sync.api.erasure.ErasureEvent.SubjectErased;
import com.openagents.sync.api.message.MessageEvent.MessageDeleted;
import com.openagents.sync.api.message.MessageEvent.MessageEdited;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.message.MessageRole;
import com.openagents.sync.api.org.OrgEvent.OrgCreated;
import com.openagents.sync.api.payment.AccountEvent.AccountOpened;
import com.openagents.sync.api.payment.AccountEvent.FundsPosted;
import com.openagents.sync.api.payment.AccountKind;
import com.openagents.sync.api.payment.PaymentEvent.PaymentRequested;
import com.openagents.sync.api.payment.PaymentEvent.PaymentSettled;
import com.openagents.sync.api.payment.PaymentKind;
import com.openagents.sync.api.reasoning.ReasoningEvent.StepObserved;
import com.openagents.sync.api.reasoning.ReasoningEvent.StepRecorded;
import com.openagents.sync.api.sync.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Events that aggregates could have decided, one after another. */
public final class History {

  /**
   * What to do next.
   *
   * @param target picks one of what is there
   */
  public record Step(Kind kind, int target, String text) {}

  /** What a step may be. One that finds nothing to act on makes what it lacks instead. */
  public enum Kind {
    CREATE_ORG,
    CREATE_AGENT,
    RENAME_AGENT,
    RETIRE_AGENT,
    POST,
    EDIT,
    DELETE,
    RECORD,
    OBSERVE,
    PROPOSE,
    DECIDE,
    OPEN_ACCOUNT,
    PAY,
    /** All that was written in the org of the agent. */
    ERASE,
  }

  private final List<OrgCreated> orgs = new ArrayList<>();
  private final List<AgentCreated> agents = new ArrayList<>();
  private final List<MessagePosted> messages = new ArrayList<>();
  private final List<StepRecorded> steps = new ArrayList<>();
  private final List<ChangeProposed> changes = new ArrayList<>();
  private final List<AccountOpened> accounts = new ArrayList<>();
  private final List<PaymentRequested> payments = new ArrayList<>();

  public DomainEvent next(Step step) {
    if (orgs.isEmpty() || step.kind() == Kind.CREATE_ORG) {
      return added(orgs, new OrgCreated(UUID.randomUUID(), step.text(), EventStore.ACTOR));
    }
    return agents.isEmpty() ? agentCreated(step) : next(step, pick(agents, step));
  }

  private DomainEvent next(Step step, AgentCreated agent) {
    return switch (step.kind()) {
      case CREATE_ORG, CREATE_AGENT -> agentCreated(step);
      case RENAME_AGENT -> new AgentRenamed(agent.id(), agent.orgId(), step.text());
      case RETIRE_AGENT -> new AgentRetired(agent.id(), agent.orgId());
      case POST -> posted(agent, step);
      case EDIT -> messages.isEmpty() ? posted(agent, step) : edited(pick(messages, step), step.text());
      case DELETE -> messages.isEmpty() ? posted(agent, step) : deleted(step);
      case RECORD -> recorded(agent, step);
      case OBSERVE -> steps.isEmpty() ? recorded(agent, step) : observed(step);
      case PROPOSE -> proposed(agent, step);
      case DECIDE -> changes.isEmpty() ? proposed(agent, step) : decided(step);
      case OPEN_ACCOUNT -> opened(agent);
      case ERASE -> new SubjectErased(UUID.randomUUID(), agent.orgId(), EventStore.ACTOR);
      case PAY -> accounts.isEmpty() ? opened(agent) : paid(step);
    };
  }

  private DomainEvent agentCreated(Step step) {
    return added(agents, new AgentCreated(UUID.randomUUID(), pick(orgs, step).id(), step.text()));
  }

  public List<Scope> scopes() {
    return Stream.concat(
      orgs.stream().map(org -> Scope.org(org.id())),
      agents.stream().map(agent -> Scope.agent(agent.id()))
    ).toList();
  }

  private DomainEvent posted(AgentCreated agent, Step step) {
    MessageRole role = pick(List.of(MessageRole.values()), step);
    return added(
      messages,
      new MessagePosted(UUID.randomUUID(), agent.id(), agent.orgId(), role, step.text())
    );
  }

  private static DomainEvent edited(MessagePosted message, String text) {
    return new MessageEdited(message.id(), message.agentId(), message.orgId(), text);
  }

  private DomainEvent deleted(Step step) {
    MessagePosted message = messages.remove(step.target() % messages.size());
    return new MessageDeleted(message.id(), message.agentId(), message.orgId());
  }

  private DomainEvent recorded(AgentCreated agent, Step step) {
    return added(
      steps,
      new StepRecorded(UUID.randomUUID(), agent.id(), agent.orgId(), step.text(), "act", null)
    );
  }

  private DomainEvent observed(Step step) {
    StepRecorded recorded = steps.remove(step.target() % steps.size());
    return new StepObserved(recorded.id(), recorded.agentId(), recorded.orgId(), step.text());
  }

  private DomainEvent proposed(AgentCreated agent, Step step) {
    List<ChangedFile> files = List.of(new ChangedFile(step.text(), step.target(), 0));
    return added(
      changes,
      new ChangeProposed(UUID.randomUUID(), agent.id(), agent.orgId(), "title", "base", step.text(), files)
    );
  }

  private DomainEvent decided(Step step) {
    ChangeProposed change = changes.remove(step.target() % changes.size());
    return step.target() % 2 == 0
      ? new ChangeAccepted(change.id(), change.agentId(), change.orgId())
      : new ChangeRejected(change.id(), change.agentId(), change.orgId(), step.text());
  }

  private DomainEvent opened(AgentCreated agent) {
    AccountOpened account = new AccountOpened(
      UUID.randomUUID(),
      agent.orgId(),
      agent.id(),
      AccountKind.AGENT,
      "USD",
      2
    );
    return added(accounts, account);
  }

  /** Some of what happens to accounts and payments; whether the sums are right is not asked here. */
  private DomainEvent paid(Step step) {
    AccountOpened from = pick(accounts, step);
    UUID payment = UUID.randomUUID();
    if (step.target() % 3 == 0) {
      return new FundsPosted(from.id(), from.orgId(), from.agentId(), payment, 1, step.target(), 0);
    }
    if (step.target() % 3 == 1 && !payments.isEmpty()) {
      PaymentRequested done = payments.removeLast();
      return new PaymentSettled(done.id(), done.orgId(), done.fromAgentId(), done.toAgentId());
    }
    AccountOpened to = accounts.getLast();
    return added(
      payments,
      new PaymentRequested(
        payment,
        from.orgId(),
        from.agentId(),
        to.equals(from) ? null : to.agentId(),
        from.id(),
        to.id(),
        PaymentKind.TRANSFER,
        1,
        "USD",
        step.text()
      )
    );
  }

  private static <T> T pick(List<T> all, Step step) {
    return all.get(step.target() % all.size());
  }

  private static <T> T added(List<T> all, T one) {
    all.add(one);
    return one;
  }
}
