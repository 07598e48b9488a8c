package com.openagents.sync.query.reasoning;

import static org.assertj.core.api.Assertions.assertThat;

import com.openagents.sync.api.reasoning.ReasoningEvent.StepObserved;
import com.openagents.sync.api.reasoning.ReasoningEvent.StepRecorded;
import com.openagents.sync.api.reasoning.ReasoningStepRow;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Change.RowInserted;
import com.openagents.sync.query.platform.Change.RowUpdated;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.testing.Occurrences;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ReasoningProjectionTest {

  private final ReasoningProjection projection = new ReasoningProjection();
  private final Model model = projection.models().getFirst();
  private final UUID id = UUID.randomUUID();
  private final UUID agentId = UUID.randomUUID();
  private final UUID orgId = UUID.randomUUID();
  private final List<Scope> scopes = List.of(Scope.agent(agentId), Scope.org(orgId));

  @Test
  void recorded() {
    StepRecorded event = new StepRecorded(id, agentId, orgId, "hm", "ls", null);
    ReasoningStepRow row = new ReasoningStepRow(
      id,
      agentId,
      orgId,
      "hm",
      "ls",
      null,
      Occurrences.TIME,
      Occurrences.TIME
    );

    assertThat(projection.changes(event, Occurrences.once())).containsExactly(
      new RowInserted(model, row, scopes)
    );
  }

  @Test
  void observed() {
    assertThat(
      projection.changes(new StepObserved(id, agentId, orgId, ""), Occurrences.once())
    ).containsExactly(new RowUpdated(model, id, Map.of("observation", ""), Occurrences.TIME, scopes));
  }
}
