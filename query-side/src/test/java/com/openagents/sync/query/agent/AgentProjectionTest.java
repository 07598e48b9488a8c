package com.openagents.sync.query.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.agent.AgentEvent.AgentCreated;
import com.openagents.sync.api.agent.AgentEvent.AgentRenamed;
import com.openagents.sync.api.agent.AgentEvent.AgentRetired;
import com.openagents.sync.api.agent.AgentRow;
import com.openagents.sync.api.agent.AgentStatus;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Change.RowInserted;
import com.openagents.sync.query.platform.Change.RowUpdated;
import com.openagents.sync.query.platform.Change.ScopeOpened;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.testing.Occurrences;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AgentProjectionTest {

  private final AgentProjection projection = new AgentProjection();
  private final Model model = projection.models().getFirst();
  private final UUID id = UUID.randomUUID();
  private final UUID orgId = UUID.randomUUID();
  private final List<Scope> scopes = List.of(Scope.agent(id), Scope.org(orgId));

  @Test
  void createdOpensItsScopeAndIsSeenInItsOrg() {
    AgentRow row = new AgentRow(id, orgId, "fixer", AgentStatus.ACTIVE, Occurrences.TIME, Occurrences.TIME);

    assertThat(projection.changes(new AgentCreated(id, orgId, "fixer"), Occurrences.once())).containsExactly(
      new ScopeOpened(Scope.agent(id), orgId, null),
      new RowInserted(model, row, scopes)
    );
  }

  @Test
  void renamed() {
    assertThat(projection.changes(new AgentRenamed(id, orgId, "solver"), Occurrences.once())).containsExactly(
      new RowUpdated(model, id, Map.of("name", "solver"), Occurrences.TIME, scopes)
    );
  }

  @Test
  void retired() {
    assertThat(projection.changes(new AgentRetired(id, orgId), Occurrences.once())).containsExactly(
      new RowUpdated(model, id, Map.of("status", AgentStatus.RETIRED), Occurrences.TIME, scopes)
    );
  }
}
