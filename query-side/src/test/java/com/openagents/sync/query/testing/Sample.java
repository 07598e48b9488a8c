package com.openagents.sync.query.testing;

import com.openagents.sync.api.agent.AgentEvent.AgentCreated;
import com.openagents.sync.api.erasure.ErasureEvent.SubjectErased;
import com.openagents.sync.api.message.MessageEvent.MessagePosted;
import com.openagents.sync.api.message.MessageRole;
import com.openagents.sync.api.org.OrgEvent.OrgCreated;
import com.openagents.sync.api.sync.Scope;
import java.util.UUID;

/** One org with one agent. */
public record Sample(UUID orgId, UUID agentId) {
  public static Sample in(EventStore store) {
    Sample sample = new Sample(UUID.randomUUID(), UUID.randomUUID());
    store.append(new OrgCreated(sample.orgId, "acme", EventStore.ACTOR));
    store.append(new AgentCreated(sample.agentId, sample.orgId, "fixer"));
    return sample;
  }

  public Scope org() {
    return Scope.org(orgId);
  }

  public Scope agent() {
    return Scope.agent(agentId);
  }

  public MessagePosted message(String content) {
    return new MessagePosted(UUID.randomUUID(), agentId, orgId, MessageRole.USER, content);
  }

  /** Of all that the actor of the tests wrote in the org. */
  public SubjectErased erasure() {
    return new SubjectErased(UUID.randomUUID(), orgId, EventStore.ACTOR);
  }
}
