package com.openagents.sync.query.testing;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.agent.AgentEvent.AgentCreated;
import com.openagents.sync.api.agent.AgentEvent.AgentRenamed;
import com.openagents.sync.api.agent.AgentEvent.AgentRetired;
import com.openagents.sync.api.message.MessageEvent.MessageDeleted;
import com.openagents.sync.api.message.MessageEvent.MessageEdited;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.message.MessageRole;
import com.openagents.sync.api.org.OrgEvent.OrgCreated;
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
  }

  private final List<OrgCreated> orgs = new ArrayList<>();
  private final List<AgentCreated> agents = new ArrayList<>();
  private final List<MessagePosted> messages = new ArrayList<>();
  private final List<StepRecorded> steps = new ArrayList<>();

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

  private static <T> T pick(List<T> all, Step step) {
    return all.get(step.target() % all.size());
  }

  private static <T> T added(List<T> all, T one) {
    all.add(one);
    return one;
  }
}
