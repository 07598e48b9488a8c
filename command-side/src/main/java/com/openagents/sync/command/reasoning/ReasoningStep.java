package com.openagents.sync.command.reasoning;

import com.openagents.sync.api.reasoning.ReasoningCommand.ObserveStep;
import com.openagents.sync.api.reasoning.ReasoningCommand.RecordStep;
import com.openagents.sync.api.reasoning.ReasoningEvent.StepObserved;
import com.openagents.sync.api.reasoning.ReasoningEvent.StepRecorded;
import com.openagents.sync.api.reasoning.ReasoningStepRow;
import com.openagents.sync.api.rejection.Rejected;
import com.openagents.sync.api.rejection.RejectionCode;
import com.openagents.sync.command.access.ActiveAgents;
import com.openagents.sync.command.access.OrgAccess;
import com.openagents.sync.command.mutation.Texts;
import com.openagents.sync.platform.access.Caller;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.messaging.annotation.MetaDataValue;
import org.axonframework.modelling.command.AggregateCreationPolicy;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.NullUnmarked;

@Aggregate(commandTargetResolver = "commandTargetResolver", lockFactory = "aggregateLocks")
@NullUnmarked // its fields are empty until its first event
class ReasoningStep {

  @AggregateIdentifier
  private UUID id;

  private ReasoningStepRow record;

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.ALWAYS)
  ReasoningStepRow handle(
    RecordStep command,
    @MetaDataValue(Caller.METADATA_KEY) Caller caller,
    ActiveAgents agents
  ) {
    UUID orgId = agents.requireOrg(caller, command.agentId());
    String observation = Objects.requireNonNullElse(command.observation(), "");
    Texts.requireContent("thought", command.thought() + command.action() + observation);
    AggregateLifecycle.apply(
      new StepRecorded(
        command.id(),
        command.agentId(),
        orgId,
        command.thought(),
        command.action(),
        command.observation()
      )
    );
    return record;
  }

  @CommandHandler
  ReasoningStepRow handle(
    ObserveStep command,
    @MetaDataValue(Caller.METADATA_KEY) Caller caller,
    OrgAccess access
  ) {
    access.require(caller, record.orgId());
    if (record.observation() == null) {
      AggregateLifecycle.apply(new StepObserved(id, record.agentId(), record.orgId(), command.observation()));
    } else if (!record.observation().equals(command.observation())) {
      throw new Rejected(RejectionCode.ALREADY_OBSERVED, "Step " + id + " has another observation already.");
    }
    return record;
  }

  @EventSourcingHandler
  void on(StepRecorded event, @Timestamp Instant time) {
    id = event.id();
    record = new ReasoningStepRow(
      event.id(),
      event.agentId(),
      event.orgId(),
      event.thought(),
      event.action(),
      event.observation(),
      time,
      time
    );
  }

  @EventSourcingHandler
  void on(StepObserved event, @Timestamp Instant time) {
    record = new ReasoningStepRow(
      id,
      record.agentId(),
      record.orgId(),
      record.thought(),
      record.action(),
      event.observation(),
      record.createdAt(),
      time
    );
  }
}
