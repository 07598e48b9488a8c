package com.openagents.sync.query.codechange;

import com.openagents.sync.api.codechange.CodeChangeEvent;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeAccepted;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeApplied;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeProposed;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeRejected;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeReverted;
import com.openagents.sync.api.codechange.CodeChangeRow;
import com.openagents.sync.api.codechange.CodeChangeStatus;
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
class CodeChangeProjection implements Feature<CodeChangeEvent> {

  private static final Model CODE_CHANGE = new Model(
    "CodeChange",
    "CodeChanges",
    "code_changes",
    CodeChangeRow.class,
    Map.of(Scope.Kind.AGENT, List.of("agent_id"), Scope.Kind.ORG, List.of("org_id"))
  );

  @Override
  public Class<CodeChangeEvent> events() {
    return CodeChangeEvent.class;
  }

  @Override
  public List<Model> models() {
    return List.of(CODE_CHANGE);
  }

  @Override
  public List<Change> changes(CodeChangeEvent event, Occurrence occurrence) {
    return List.of(
      switch (event) {
        case ChangeProposed proposed -> new RowInserted(
          CODE_CHANGE,
          row(proposed, occurrence),
          scopes(event)
        );
        case ChangeAccepted _ -> step(event, CodeChangeStatus.ACCEPTED, occurrence);
        case ChangeRejected it -> step(event, CodeChangeStatus.REJECTED, it.reason(), occurrence);
        case ChangeApplied _ -> step(event, CodeChangeStatus.APPLIED, occurrence);
        case ChangeReverted it -> step(event, CodeChangeStatus.REVERTED, it.reason(), occurrence);
      }
    );
  }

  private static Change step(CodeChangeEvent event, CodeChangeStatus status, Occurrence at) {
    return new RowUpdated(CODE_CHANGE, event.id(), Map.of("status", status), at.time(), scopes(event));
  }

  private static Change step(CodeChangeEvent event, CodeChangeStatus status, String reason, Occurrence at) {
    return new RowUpdated(
      CODE_CHANGE,
      event.id(),
      Map.of("status", status, "reason", reason),
      at.time(),
      scopes(event)
    );
  }

  private static CodeChangeRow row(ChangeProposed change, Occurrence at) {
    return new CodeChangeRow(
      change.id(),
      change.agentId(),
      change.orgId(),
      change.title(),
      change.baseRevision(),
      change.diff(),
      change.files(),
      at.actor(),
      CodeChangeStatus.PROPOSED,
      null,
      at.time(),
      at.time()
    );
  }

  private static List<Scope> scopes(CodeChangeEvent event) {
    return List.of(Scope.agent(event.agentId()), Scope.org(event.orgId()));
  }
}
