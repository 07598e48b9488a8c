package com.openagents.sync.command.reasoning;

import static com.openagents.sync.command.testing.AggregateFixture.ACTIVE_AGENT;
import static com.openagents.sync.command.testing.AggregateFixture.BEFORE;
import static com.openagents.sync.command.testing.AggregateFixture.CREATOR;
import static com.openagents.sync.command.testing.AggregateFixture.ID;
import static com.openagents.sync.command.testing.AggregateFixture.MEMBER;
import static com.openagents.sync.command.testing.AggregateFixture.NOW;
import static com.openagents.sync.command.testing.AggregateFixture.ORG;
import static com.openagents.sync.command.testing.AggregateFixture.RETIRED_AGENT;
import static com.openagents.sync.command.testing.AggregateFixture.STRANGER;
import static com.openagents.sync.command.testing.AggregateFixture.UNKNOWN;

import com.openagents.sync.api.reasoning.ReasoningCommand.ObserveStep;
import com.openagents.sync.api.reasoning.ReasoningCommand.RecordStep;
import com.openagents.sync.api.reasoning.ReasoningEvent.StepObserved;
import com.openagents.sync.api.reasoning.ReasoningEvent.StepRecorded;
import com.openagents.sync.api.reasoning.ReasoningStepRow;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.testing.AggregateFixture;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReasoningStepTest {

  private static final StepRecorded RECORDED = new StepRecorded(ID, ACTIVE_AGENT, ORG, "look", "ls", null);
  private static final StepObserved OBSERVED = new StepObserved(ID, ACTIVE_AGENT, ORG, "a file");

  private final AggregateFixture<ReasoningStep> fixture = new AggregateFixture<>(ReasoningStep.class);

  @Test
  void memberRecordsAStepThatStillRuns() {
    fixture
      .when(MEMBER, step(ACTIVE_AGENT))
      .decided(RECORDED)
      .answered(row(null, NOW, NOW));
  }

  @Test
  void creatorOfTheOrgRecordsAStep() {
    fixture.when(CREATOR, step(ACTIVE_AGENT)).decided(RECORDED);
  }

  @ParameterizedTest
  @CsvSource(value = { "think,'',null", "'',act,null", "'','',seen", "a,b,''" }, nullValues = "null")
  void oneTextIsEnough(String thought, String action, @Nullable String observation) {
    fixture
      .when(MEMBER, new RecordStep(ID, ACTIVE_AGENT, thought, action, observation))
      .decided(new StepRecorded(ID, ACTIVE_AGENT, ORG, thought, action, observation));
  }

  @ParameterizedTest
  @CsvSource(value = { "'','',null", "' ','\n',''" }, nullValues = "null")
  void stepThatSaysNothingIsRefused(String thought, String action, @Nullable String observation) {
    fixture
      .when(MEMBER, new RecordStep(ID, ACTIVE_AGENT, thought, action, observation))
      .refused(RejectionCode.TEXT_EMPTY, "thought");
  }

  @Test
  void strangerMayNotRecord() {
    fixture.when(STRANGER, step(ACTIVE_AGENT)).refused(RejectionCode.FORBIDDEN);
  }

  @Test
  void unknownAgentTakesNoStep() {
    fixture.when(MEMBER, step(UNKNOWN)).refused(RejectionCode.NOT_FOUND, "agent_id");
  }

  @Test
  void retiredAgentTakesNoStep() {
    fixture.when(MEMBER, step(RETIRED_AGENT)).refused(RejectionCode.AGENT_RETIRED, "agent_id");
  }

  @Test
  void observes() {
    fixture
      .given(RECORDED)
      .when(MEMBER, new ObserveStep(ID, "a file"))
      .decided(OBSERVED)
      .answered(row("a file", BEFORE, NOW));
  }

  @Test
  void actionMayPrintNothing() {
    fixture
      .given(RECORDED)
      .when(MEMBER, new ObserveStep(ID, ""))
      .decided(new StepObserved(ID, ACTIVE_AGENT, ORG, ""));
  }

  @Test
  void sameObservationChangesNothing() {
    fixture
      .given(RECORDED, OBSERVED)
      .when(MEMBER, new ObserveStep(ID, "a file"))
      .changedNothing()
      .answered(row("a file", BEFORE, BEFORE));
  }

  @Test
  void anotherObservationIsRefused() {
    fixture
      .given(RECORDED, OBSERVED)
      .when(MEMBER, new ObserveStep(ID, "two files"))
      .refused(RejectionCode.ALREADY_OBSERVED);
  }

  @Test
  void stepThatWasRecordedWithItsObservationTakesNoOther() {
    fixture
      .given(new StepRecorded(ID, ACTIVE_AGENT, ORG, "look", "ls", ""))
      .when(MEMBER, new ObserveStep(ID, "a file"))
      .refused(RejectionCode.ALREADY_OBSERVED);
  }

  @Test
  void strangerMayNotObserve() {
    fixture
      .given(RECORDED, OBSERVED)
      .when(STRANGER, new ObserveStep(ID, "mine"))
      .refused(RejectionCode.FORBIDDEN);
  }

  private static RecordStep step(UUID agentId) {
    return new RecordStep(ID, agentId, "look", "ls", null);
  }

  private static ReasoningStepRow row(@Nullable String observation, Instant createdAt, Instant updatedAt) {
    return new ReasoningStepRow(ID, ACTIVE_AGENT, ORG, "look", "ls", observation, createdAt, updatedAt);
  }
}
