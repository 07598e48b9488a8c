package com.openagents.sync.command.agent;

import com.openagents.sync.api.agent.AgentCommand.CreateAgent;
import com.openagents.sync.api.agent.AgentCommand.RenameAgent;
import com.openagents.sync.api.agent.AgentCommand.RetireAgent;
import com.openagents.sync.api.agent.AgentEvent.AgentCreated;
import com.openagents.sync.api.agent.AgentEvent.AgentRenamed;
import com.openagents.sync.api.agent.AgentEvent.AgentRetired;
import com.openagents.sync.api.agent.AgentRow;
import com.openagents.sync.api.agent.AgentStatus;
import com.openagents.sync.command.access.OrgAccess;
import com.openagents.sync.command.mutation.Texts;
import com.openagents.sync.platform.access.Caller;
import java.time.Instant;
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
class Agent {

  @AggregateIdentifier
  private UUID id;

  private AgentRow record;

  @CommandHandler
  @CreationPolicy(AggregateCreationPolicy.ALWAYS)
  AgentRow handle(CreateAgent command, @MetaDataValue(Caller.METADATA_KEY) Caller caller, OrgAccess access) {
    access.require(caller, command.orgId());
    String name = Texts.requireName("name", command.name());
    AggregateLifecycle.apply(new AgentCreated(command.id(), command.orgId(), name));
    return record;
  }

  @CommandHandler
  AgentRow handle(RenameAgent command, @MetaDataValue(Caller.METADATA_KEY) Caller caller, OrgAccess access) {
    access.require(caller, record.orgId());
    String name = Texts.requireName("name", command.name());
    if (!name.equals(record.name())) {
      AggregateLifecycle.apply(new AgentRenamed(id, record.orgId(), name));
    }
    return record;
  }

  @CommandHandler
  AgentRow handle(RetireAgent command, @MetaDataValue(Caller.METADATA_KEY) Caller caller, OrgAccess access) {
    access.require(caller, record.orgId());
    if (record.status() != AgentStatus.RETIRED) {
      AggregateLifecycle.apply(new AgentRetired(command.id(), record.orgId()));
    }
    return record;
  }

  @EventSourcingHandler
  void on(AgentCreated event, @Timestamp Instant time) {
    id = event.id();
    record = new AgentRow(event.id(), event.orgId(), event.name(), AgentStatus.ACTIVE, time, time);
  }

  @EventSourcingHandler
  void on(AgentRenamed event, @Timestamp Instant time) {
    record = new AgentRow(id, record.orgId(), event.name(), record.status(), record.createdAt(), time);
  }

  @EventSourcingHandler
  void on(AgentRetired event, @Timestamp Instant time) {
    record = new AgentRow(id, event.orgId(), record.name(), AgentStatus.RETIRED, record.createdAt(), time);
  }
}
