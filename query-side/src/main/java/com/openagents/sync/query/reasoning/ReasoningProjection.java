package com.openagents.sync.query.reasoning;

import com.openagents.sync.api.reasoning.ReasoningEvent;
import com.openagents.sync.api.reasoning.ReasoningEvent.StepObserved;
import com.openagents.sync.api.reasoning.ReasoningEvent.StepRecorded;
import com.openagents.sync.api.reasoning.ReasoningStepRow;
import com.openagents.sync.api.sync.Scope;
import com.openagents.sync.query.platform.Change;
import com.openagents.sync.query.platform.Change.RowInserted;
import com.openagents.sync.query.platform.Change.RowUpdated;
import com.openagents.sync.query.platform.Feature;
import com.openagents.sync.query.platform.Model;
import com.openagents.sync.query.platform.Occurrence;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

@Component
class ReasoningProjection implements Feature<ReasoningEvent> {

  private static final Model REASONING_STEP = new Model(
    "ReasoningStep",
    "ReasoningSteps",
    "reasoning_steps",
    ReasoningStepRow.class,
    Map.of(Scope.Kind.AGENT, List.of("agent_id"), Scope.Kind.ORG, List.of("org_id"))
  );

  @Override
  public Class<ReasoningEvent> events() {
    return ReasoningEvent.class;
  }

  @Override
  public List<Model> models() {
    return List.of(REASONING_STEP);
  }

  @Override
  public List<Change> changes(ReasoningEvent event, Occurrence occurrence) {
    List<Scope> scopes = List.of(Scope.agent(event.agentId()), Scope.org(event.orgId()));
    Change change = switch (event) {
      case StepRecorded recorded -> new RowInserted(REASONING_STEP, row(recorded, occurrence), scopes);
      case StepObserved observed -> new RowUpdated(
        REASONING_STEP,
        observed.id(),
        Map.of("observation", observed.observation()),
        occurrence.time(),
        scopes
      );
    };
    return List.of(change);
  }

  private static ReasoningStepRow row(StepRecorded step, Occurrence at) {
    return new ReasoningStepRow(
      step.id(),
      step.agentId(),
      step.orgId(),
      step.thought(),
      step.action(),
      step.observation(),
      at.time(),
      at.time()
    );
  }
}
