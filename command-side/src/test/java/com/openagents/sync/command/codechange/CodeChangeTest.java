package com.openagents.sync.command.codechange;

import static com.openagents.sync.command.testing.AggregateFixture.ACTIVE_AGENT;
import static com.openagents.sync.command.testing.AggregateFixture.CREATOR;
import static com.openagents.sync.command.testing.AggregateFixture.ID;
import static com.openagents.sync.command.testing.AggregateFixture.MEMBER;
import static com.openagents.sync.command.testing.AggregateFixture.ORG;
import static com.openagents.sync.command.testing.AggregateFixture.RETIRED_AGENT;
import static com.openagents.sync.command.testing.AggregateFixture.STRANGER;
import static com.openagents.sync.command.testing.AggregateFixture.UNKNOWN;

import com.openagents.sync.api.DomainEvent;
import com.openagents.sync.api.codechange.ChangedFile;
import com.openagents.sync.api.codechange.CodeChangeCommand;
import com.openagents.sync.api.codechange.CodeChangeCommand.AcceptChange;
import com.openagents.sync.api.codechange.CodeChangeCommand.ApplyChange;
import com.openagents.sync.api.codechange.CodeChangeCommand.ProposeChange;
import com.openagents.sync.api.codechange.CodeChangeCommand.RejectChange;
import com.openagents.sync.api.codechange.CodeChangeCommand.RevertChange;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeAccepted;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeApplied;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeProposed;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeRejected;
import com.openagents.sync.api.codechange.CodeChangeEvent.ChangeReverted;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.testing.AggregateFixture;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CodeChangeTest {

  private static final String DIFF = """
  --- a/Clock.java
  +++ b/Clock.java
  @@ -1,2 +1,2 @@
   one
  -two
  +three
  """;
  private static final ChangeProposed PROPOSED = new ChangeProposed(
    ID,
    ACTIVE_AGENT,
    ORG,
    "Mend the clock",
    "abc123",
    DIFF,
    List.of(new ChangedFile("Clock.java", 1, 1))
  );
  private static final DomainEvent ACCEPTED = new ChangeAccepted(ID, ACTIVE_AGENT, ORG);
  private static final DomainEvent REJECTED = new ChangeRejected(ID, ACTIVE_AGENT, ORG, "no");
  private static final DomainEvent APPLIED = new ChangeApplied(ID, ACTIVE_AGENT, ORG);
  private static final DomainEvent REVERTED = new ChangeReverted(ID, ACTIVE_AGENT, ORG, "no");

  private final AggregateFixture<CodeChange> fixture = new AggregateFixture<>(CodeChange.class);

  /** Each status with what leads to it. */
  @SuppressWarnings("ImmutableEnumChecker") // nobody changes what they hold
  enum Past {
    PROPOSED_ONLY("proposed", PROPOSED),
    ACCEPTED_ONE("accepted", PROPOSED, ACCEPTED),
    REJECTED_ONE("rejected", PROPOSED, REJECTED),
    APPLIED_ONE("applied", PROPOSED, ACCEPTED, APPLIED),
    REVERTED_ONE("reverted", PROPOSED, ACCEPTED, APPLIED, REVERTED);

    private final String status;
    private final DomainEvent[] events;

    Past(String status, DomainEvent... events) {
      this.status = status;
      this.events = events;
    }
  }

  /** Each step with the one past from which it may be taken. */
  @SuppressWarnings("ImmutableEnumChecker") // nobody changes what they hold
  enum Step {
    ACCEPT(new AcceptChange(ID), Past.PROPOSED_ONLY, ACCEPTED),
    REJECT(new RejectChange(ID, "no"), Past.PROPOSED_ONLY, REJECTED),
    APPLY(new ApplyChange(ID), Past.ACCEPTED_ONE, APPLIED),
    REVERT(new RevertChange(ID, "no"), Past.APPLIED_ONE, REVERTED);

    private final CodeChangeCommand command;
    private final Past from;
    private final DomainEvent event;

    Step(CodeChangeCommand command, Past from, DomainEvent event) {
      this.command = command;
      this.from = from;
      this.event = event;
    }
  }

  @Test
  void membersAndTheCreatorPropose() {
    fixture.when(MEMBER, propose(ACTIVE_AGENT, DIFF)).decided(PROPOSED);
    new AggregateFixture<>(CodeChange.class).when(CREATOR, propose(ACTIVE_AGENT, DIFF)).decided(PROPOSED);
  }

  @Test
  void proposalsAreRefused() {
    fixture.when(STRANGER, propose(ACTIVE_AGENT, DIFF)).refused(RejectionCode.FORBIDDEN);
    fixture.when(MEMBER, propose(UNKNOWN, DIFF)).refused(RejectionCode.NOT_FOUND, "agent_id");
    fixture.when(MEMBER, propose(RETIRED_AGENT, DIFF)).refused(RejectionCode.AGENT_RETIRED, "agent_id");
    fixture.when(MEMBER, propose(ACTIVE_AGENT, "no diff")).refused(RejectionCode.DIFF_INVALID, "diff");
    fixture
      .when(MEMBER, new ProposeChange(ID, ACTIVE_AGENT, " ", "", DIFF))
      .refused(RejectionCode.TEXT_EMPTY, "title");
  }

  @ParameterizedTest
  @EnumSource
  void eachStepIsTakenFromOneStateAlone(Step step) {
    for (Past past : Past.values()) {
      var outcome = new AggregateFixture<>(CodeChange.class).given(past.events).when(MEMBER, step.command);
      if (past == step.from) {
        outcome.decided(step.event);
      } else {
        outcome.refusedSaying(RejectionCode.ILLEGAL_STEP, "it is " + past.status + ".");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void strangersTakeNoStep(Step step) {
    fixture.given(step.from.events).when(STRANGER, step.command).refused(RejectionCode.FORBIDDEN);
  }

  @ParameterizedTest
  @CsvSource({ "REJECT", "REVERT" })
  void aReasonIsNeeded(Step step) {
    CodeChangeCommand command = step == Step.REJECT ? new RejectChange(ID, " ") : new RevertChange(ID, "");
    fixture.given(step.from.events).when(MEMBER, command).refused(RejectionCode.TEXT_EMPTY, "reason");
  }

  private static ProposeChange propose(UUID agent, String diff) {
    return new ProposeChange(ID, agent, "Mend the clock", "abc123", diff);
  }
}
