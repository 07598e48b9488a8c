package com.openagents.sync.query.agent;

import com.openagents.sync.api.agent.AgentEvent;
import com.openagents.sync.api.agent.AgentEvent.AgentCreated;
import com.openagents.sync.api.agent.AgentEvent.AgentRenamed;
import com.openagents.sync.api.agent.AgentEvent.AgentRetired;
import com.openagents.sync.api.agent.AgentRow;
import com.openagents.sync.api.agent.AgentStatus;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Change;
import com.openagents.sync.query.platform.Change.RowInserted;
import com.openagents.sync.query.platform.Change.RowUpdated;
import com.openagents.sync.query.platform.Change.ScopeOpened;
import com.openagents.sync.query.platform.Feature;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.platform.Occurrence;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class AgentProjection implements Feature<AgentEvent> {

  private static final Model AGENT = new Model(
    "Agent",
    "Agents",
    "agents",
    AgentRow.class,
    Map.of(Scope.Kind.AGENT, List.of("id"), Scope.Kind.ORG, List.of("org_id"))
  );

  @Override
  public Class<AgentEvent> events() {
    return AgentEvent.class;
  }

  @Override
  public List<Model> models() {
    return List.of(AGENT);
  }

  @Override
  public List<Change> changes(AgentEvent event, Occurrence occurrence) {
    return switch (event) {
      case AgentCreated created -> created(created, occurrence);
      case AgentRenamed renamed -> updated(renamed, Map.of("name", renamed.name()), occurrence);
      case AgentRetired retired -> updated(retired, Map.of("status", AgentStatus.RETIRED), occurrence);
    };
  }

  private static List<Change> created(AgentCreated agent, Occurrence at) {
    AgentRow row = new AgentRow(
      agent.id(),
      agent.orgId(),
      agent.name(),
      AgentStatus.ACTIVE,
      at.time(),
      at.time()
    );
    return List.of(
      new ScopeOpened(Scope.agent(agent.id()), agent.orgId(), null),
      new RowInserted(AGENT, row, scopes(agent))
    );
  }

  private static List<Change> updated(AgentEvent event, Map<String, Object> changed, Occurrence at) {
    return List.of(new RowUpdated(AGENT, event.id(), changed, at.time(), scopes(event)));
  }

  private static List<Scope> scopes(AgentEvent event) {
    return List.of(Scope.agent(event.id()), Scope.org(event.orgId()));
  }
}
