package com.openagents.sync.command.agent;

import static com.openagents.sync.command.testing.AggregateFixture.BEFORE;
import static com.openagents.sync.command.testing.AggregateFixture.CREATOR;
import static com.openagents.sync.command.testing.AggregateFixture.ID;
import static com.openagents.sync.command.testing.AggregateFixture.MEMBER;
import static com.openagents.sync.command.testing.AggregateFixture.NOW;
import static com.openagents.sync.command.testing.AggregateFixture.ORG;
import static com.openagents.sync.command.testing.AggregateFixture.STRANGER;
import static com.openagents.sync.command.testing.AggregateFixture.UNKNOWN;

import com.openagents.sync.api.agent.AgentCommand.CreateAgent;
import com.openagents.sync.api.agent.AgentCommand.RenameAgent;
import com.openagents.sync.api.agent.AgentCommand.RetireAgent;
import com.openagents.sync.api.agent.AgentEvent.AgentCreated;
import com.openagents.sync.api.agent.AgentEvent.AgentRenamed;
import com.openagents.sync.api.agent.AgentEvent.AgentRetired;
import com.openagents.sync.api.agent.AgentRow;
import com.openagents.sync.api.agent.AgentStatus;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.testing.AggregateFixture;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.junit.jupiter.api.Test;

class AgentTest {

  private static final AgentCreated CREATED = new AgentCreated(ID, ORG, "scout");

  private final AggregateFixture<Agent> fixture = new AggregateFixture<>(Agent.class);

  @Test
  void memberMakesAnAgent() {
    fixture
      .when(MEMBER, new CreateAgent(ID, ORG, " scout "))
      .decided(CREATED)
      .answered(new AgentRow(ID, ORG, "scout", AgentStatus.ACTIVE, NOW, NOW));
  }

  @Test
  void creatorOfTheOrgMakesAnAgentThoughTheTokenNamesNoOrg() {
    fixture.when(CREATOR, new CreateAgent(ID, ORG, "scout")).decided(CREATED);
  }

  @Test
  void agentInAForeignOrgIsRefused() {
    fixture.when(STRANGER, new CreateAgent(ID, ORG, "scout")).refused(RejectionCode.FORBIDDEN);
  }

  @Test
  void agentInAnUnknownOrgIsRefused() {
    fixture
      .when(MEMBER, new CreateAgent(ID, UNKNOWN, "scout"))
      .refused(RejectionCode.SCOPE_UNKNOWN, "org_id");
  }

  @Test
  void agentWithoutANameIsRefused() {
    fixture.when(MEMBER, new CreateAgent(ID, ORG, " ")).refused(RejectionCode.TEXT_EMPTY, "name");
  }

  @Test
  void agentWithATooLongNameIsRefused() {
    fixture
      .when(MEMBER, new CreateAgent(ID, ORG, "x".repeat(201)))
      .refused(RejectionCode.TEXT_TOO_LONG, "name");
  }

  @Test
  void renames() {
    fixture
      .given(CREATED)
      .when(MEMBER, new RenameAgent(ID, " ranger\n"))
      .decided(new AgentRenamed(ID, ORG, "ranger"))
      .answered(new AgentRow(ID, ORG, "ranger", AgentStatus.ACTIVE, BEFORE, NOW));
  }

  @Test
  void sameNameChangesNothing() {
    fixture
      .given(CREATED)
      .when(MEMBER, new RenameAgent(ID, "scout "))
      .changedNothing()
      .answered(new AgentRow(ID, ORG, "scout", AgentStatus.ACTIVE, BEFORE, BEFORE));
  }

  @Test
  void retiredAgentCanBeRenamedAndStaysRetired() {
    fixture
      .given(CREATED, new AgentRetired(ID, ORG))
      .when(MEMBER, new RenameAgent(ID, "ranger"))
      .decided(new AgentRenamed(ID, ORG, "ranger"))
      .answered(new AgentRow(ID, ORG, "ranger", AgentStatus.RETIRED, BEFORE, NOW));
  }

  @Test
  void emptyNewNameIsRefused() {
    fixture.given(CREATED).when(MEMBER, new RenameAgent(ID, "")).refused(RejectionCode.TEXT_EMPTY, "name");
  }

  @Test
  void strangerMayNotRename() {
    fixture.given(CREATED).when(STRANGER, new RenameAgent(ID, "mine")).refused(RejectionCode.FORBIDDEN);
  }

  @Test
  void retires() {
    fixture
      .given(CREATED, new AgentRenamed(ID, ORG, "ranger"))
      .when(MEMBER, new RetireAgent(ID))
      .decided(new AgentRetired(ID, ORG))
      .answered(new AgentRow(ID, ORG, "ranger", AgentStatus.RETIRED, BEFORE, NOW));
  }

  @Test
  void retiringARetiredAgentChangesNothing() {
    fixture
      .given(CREATED, new AgentRetired(ID, ORG))
      .when(MEMBER, new RetireAgent(ID))
      .changedNothing()
      .answered(new AgentRow(ID, ORG, "scout", AgentStatus.RETIRED, BEFORE, BEFORE));
  }

  @Test
  void strangerMayNotRetire() {
    fixture.given(CREATED).when(STRANGER, new RetireAgent(ID)).refused(RejectionCode.FORBIDDEN);
  }

  @Test
  void whatNobodyMadeCanNotBeRenamed() {
    fixture.when(MEMBER, new RenameAgent(ID, "x")).result().expectException(AggregateNotFoundException.class);
  }
}
